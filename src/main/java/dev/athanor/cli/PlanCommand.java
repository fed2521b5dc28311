package dev.athanor.cli;

import dev.athanor.api.PlanDocument;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.migrate.Migrator;
import dev.athanor.migrate.PlannedStep;
import dev.athanor.migrate.Progress;
import dev.athanor.migrate.Request;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor plan}. */
@Command(
    name = "plan",
    description = "Shows the steps to a target and their exact SQL, and changes nothing.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor plan upgrade head",
      "  athanor plan downgrade -1 --current 8f2c1a0b9d34"
    })
final class PlanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private DialectOption dialect = new DialectOption();
  @Mixin private Output output = new Output();

  @Parameters(index = "0", paramLabel = "upgrade|downgrade|stamp", description = "What is planned.")
  private Operation operation = Operation.UPGRADE;

  @Parameters(
      index = "1..*",
      paramLabel = "TARGET",
      description = "head, heads, base, an id or its beginning, +1, -1, <id>+1, <label>@head.")
  private List<String> targets = List.of();

  @Option(
      names = "--purge",
      description = "For a stamp: forget whatever the version table has first.")
  private boolean purge;

  @Option(
      names = "--allow-gaps",
      description = "For an upgrade: with the revisions that were put behind applied ones.")
  private boolean allowGaps;

  @Option(
      names = "--sql",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Leave the SQL out with --no-sql.")
  private boolean sql = true;

  /** A plan, and the statements of each of its steps where they were asked for. */
  private record Planned(Plan plan, String hash, List<List<String>> sql) {}

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var request =
        switch (operation) {
          case UPGRADE -> upgrade(Request.upgrade(Targets.up(spec, targets)));
          case DOWNGRADE -> Request.downgrade(Targets.down(spec, targets));
          case STAMP -> Request.stamp(StampCommand.targets(spec, targets), purge);
        };
    var set = revisions.look();
    var planned =
        current
            .given()
            .map(rows -> offline(set, request, rows))
            .orElseGet(() -> online(set, request));
    output.print(terminal, document(planned), out -> print(planned, set, out));
    return 0;
  }

  private Request upgrade(Request request) {
    return allowGaps ? request.withAllowGaps() : request;
  }

  private Planned offline(RevisionSet set, Request request, List<String> rows) {
    var plan = Migrator.plan(set, request, rows);
    var settings = current.database().settings();
    return new Planned(
        plan,
        set.planHash(plan),
        sql
            ? statements(Migrator.offlineSql(set, plan, dialect.of(settings).id(), settings))
            : List.of());
  }

  private Planned online(RevisionSet set, Request request) {
    try (var database = current.database().open()) {
      var migrator = new Migrator(database, set, terminal.clock(), Progress.none());
      var plan = migrator.plan(request);
      return new Planned(
          plan, set.planHash(plan), sql ? statements(migrator.sql(plan)) : List.of());
    }
  }

  private static List<List<String>> statements(List<PlannedStep> steps) {
    return steps.stream().map(PlannedStep::sql).toList();
  }

  private PlanDocument document(Planned planned) {
    return sql
        ? PlanDocument.withSql(planned.plan(), planned.hash(), planned.sql())
        : PlanDocument.of(planned.plan(), planned.hash());
  }

  private void print(Planned planned, RevisionSet set, PrintWriter out) {
    var steps = planned.plan().steps();
    if (steps.isEmpty()) {
      out.println("Nothing to do.");
      return;
    }
    out.printf(
        "-- %s to %s: %s%n",
        operation.id(), planned.plan().expression(), ProgressLines.steps(planned.plan()));
    out.printf("-- plan %s%n", planned.hash());
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      var message =
          step.revision()
              .flatMap(set.graph()::find)
              .map(revision -> revision.message().isEmpty() ? "" : ", " + revision.message())
              .orElse("");
      out.printf(
          "%n-- %d/%d %s%s%s%n",
          i + 1,
          steps.size(),
          step.direction().id(),
          step.revision().map(id -> " " + id).orElse(""),
          message);
      if (sql) {
        var product = dialect.of(current.database().settings());
        planned
            .sql()
            .get(i)
            .forEach(statement -> out.println(OfflineScript.terminated(product, statement)));
      }
    }
  }
}
