package dev.athanor.cli;

import dev.athanor.api.OperationResult;
import dev.athanor.api.PlanDocument;
import dev.athanor.api.PlanSummary;
import dev.athanor.api.PlanText;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.migrate.Migrator;
import dev.athanor.migrate.PlannedStep;
import dev.athanor.migrate.Progress;
import dev.athanor.migrate.Request;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
      "  athanor plan downgrade -1 --current 8f2c1a0b9d34",
      "  athanor plan upgrade head -o json | jq -r .hash"
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

  @Option(
      names = "--sql-limit",
      paramLabel = "KIB",
      description = "Leave SQL out from where there is more than so many KiB of it, and say so.")
  private Optional<Integer> sqlLimit = Optional.empty();

  @Option(
      names = "--expect-digest",
      paramLabel = "SHA256",
      description = "Refuse to plan with another revision set than the one with this digest.")
  private Optional<String> expectedDigest = Optional.empty();

  @Option(
      names = "--operation-id",
      paramLabel = "ID",
      description = "Plan what is left of the operation that happens once under this id.")
  private Optional<String> operationId = Optional.empty();

  @Option(
      names = "--from-archive",
      description = "For a downgrade: look at no folder, but at the database's archive.")
  private boolean fromArchive;

  @Mixin private UpgradeTerms terms = new UpgradeTerms();
  @Mixin private ResultFile resultFile = new ResultFile();

  PlanCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var asked = request();
    var request = operationId.map(asked::withOperationId).orElse(asked);
    var result = OperationResult.builder(operation.id()).startedAt(terminal.clock().instant());
    resultFile.of(terminal, result, () -> plan(request, result));
    return 0;
  }

  private void plan(Request request, OperationResult.Builder result) {
    var set = fromArchive ? RevisionSet.ofAny(List.of()) : revisions.look();
    result.digest(set.digest());
    expectedDigest.ifPresent(set::expect);
    var rows = current.given();
    var document =
        rows.isPresent() ? offline(set, request, rows.get()) : online(set, request, result);
    result.completedAt(terminal.clock().instant());
    var shown = sqlLimit.map(kib -> document.limited(kib * 1024)).orElse(document);
    output.print(terminal, shown, out -> out.print(text(shown)));
  }

  private String text(PlanDocument plan) {
    var product = dialect.of(current.database().settings());
    return PlanText.of(plan, statement -> OfflineScript.terminated(product, statement));
  }

  private Request request() {
    return switch (operation) {
      case UPGRADE -> upgrade(terms.planned(Request.upgrade(Targets.up(spec, targets))));
      case DOWNGRADE -> Request.downgrade(Targets.down(spec, targets));
      case STAMP -> Request.stamp(StampCommand.targets(spec, targets), purge);
    };
  }

  private Request upgrade(Request request) {
    return allowGaps ? request.withAllowGaps() : request;
  }

  private PlanDocument offline(RevisionSet set, Request request, List<String> rows) {
    var plan = Migrator.plan(set, request, rows);
    var settings = current.database().settings();
    return document(
        set,
        plan,
        set.planHash(plan),
        () -> Migrator.offlineSql(set, plan, dialect.of(settings).id(), settings));
  }

  private PlanDocument online(RevisionSet set, Request request, OperationResult.Builder result) {
    try (var database = current.database().open()) {
      var migrator = new Migrator(database, set, terminal.clock(), Progress.none());
      var info = database.info();
      var rows = migrator.current().rows();
      result
          .database(info.product(), info.version(), info.identity(), info.versionTable())
          .from(rows)
          .current(rows);
      var plan = migrator.plan(request);
      var hash = migrator.hash(plan);
      var document = document(set, plan, hash, () -> migrator.sql(plan));
      result
          .current(plan.current())
          .target(plan.expression(), plan.targets())
          .steps(0, plan.steps().size())
          .plan(new PlanSummary(hash, plan.steps().size(), document.countDestructive()));
      return document;
    }
  }

  private PlanDocument document(
      RevisionSet set, Plan plan, String hash, Supplier<List<PlannedStep>> statements) {
    var steps = sql ? PlanSteps.of(set.graph(), statements.get()) : PlanSteps.of(set.graph(), plan);
    return PlanDocument.of(plan, hash, steps);
  }
}
