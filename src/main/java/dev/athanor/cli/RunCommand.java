package dev.athanor.cli;

import dev.athanor.api.OperationResult;
import dev.athanor.api.PlanDocument;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.migrate.Migrator;
import dev.athanor.migrate.OnEdit;
import dev.athanor.migrate.Outcome;
import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the three commands that move a database have in common. */
abstract class RunCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private DatabaseOptions database;
  @Mixin private DialectOption dialect = new DialectOption();
  @Mixin private Output output = new Output();

  @Parameters(
      arity = "0..*",
      paramLabel = "TARGET",
      description = "head, heads, base, an id or its beginning, +1, -1, <id>+1, <label>@head.")
  private List<String> targets = List.of();

  @Option(
      names = "--sql",
      description =
          "Print a script instead and ask no database; the target may then be <from>:<to>.")
  private boolean sql;

  @Option(
      names = "--tag",
      paramLabel = "TEXT",
      description = "A word that the journal keeps with this operation: a release, a ticket.")
  private Optional<String> tag = Optional.empty();

  @Option(
      names = "--operation-id",
      paramLabel = "ID",
      description =
          "Makes this happen once: the same id again goes on to the target as first resolved, or"
              + " reports it done.")
  private Optional<String> operationId = Optional.empty();

  @Option(
      names = "--expect-digest",
      paramLabel = "SHA256",
      description = "Refuse to run on another revision set than the one with this digest.")
  private Optional<String> expectedDigest = Optional.empty();

  @Option(
      names = "--on-edit",
      defaultValue = "fail",
      paramLabel = "Fail|Warn|Accept",
      description =
          "What to do about a file that differs from what was applied under its id. Default: Fail.")
  private OnEdit onEdit = OnEdit.FAIL;

  @Option(
      names = "--approved-plan",
      paramLabel = "SHA256",
      description =
          "Carry out the plan with this hash, as `athanor plan` shows it, and refuse any other.")
  private Optional<String> approvedPlan = Optional.empty();

  @Option(
      names = "--owner",
      paramLabel = "ID",
      description =
          "Who keeps this database; refuse if the journal says that it was another. The journal's"
              + " operation ids begin with it.")
  private Optional<String> owner = Optional.empty();

  @Option(names = "--take-over", description = "With --owner: do not refuse, take it over.")
  private boolean takeOver;

  @Mixin private ResultFile resultFile = new ResultFile();

  @Option(
      names = "--progress",
      defaultValue = "auto",
      paramLabel = "auto|plain|none",
      description =
          "How to show progress on standard error; auto: all on a terminal, elsewhere what takes long.")
  private ProgressLines.Style progress = ProgressLines.Style.AUTO;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.database = new DatabaseOptions(terminal);
  }

  /** What is asked for, from the targets and the command's own options. */
  abstract Request request(CommandSpec command, List<String> given);

  /** The same with no database at hand: each target may say where it starts. */
  abstract Plan offline(CommandSpec command, Planner planner, List<String> given);

  /** The revision set: without a file there is nothing to do. */
  RevisionSet revisions(RevisionOptions given) {
    return given.read();
  }

  @Override
  public Integer call() {
    return sql ? script() : carryOut();
  }

  private Integer script() {
    for (var kept : List.of("--tag", "--operation-id")) {
      // from the environment or the file it is for the runs, and no mistake here
      if (spec.commandLine().getParseResult().hasMatchedOption(kept)) {
        throw new ParameterException(
            spec.commandLine(),
            kept + " is kept in a database's journal, and --sql asks none; leave one of them out");
      }
    }
    var set = revisions.look();
    var plan = offline(spec, new Planner(set.graph()), targets);
    var settings = database.settings();
    var product = dialect.of(settings);
    var steps = Migrator.offlineSql(set, plan, product.id(), settings);
    output.print(
        terminal,
        PlanDocument.of(plan, set.planHash(plan), PlanSteps.of(set.graph(), steps)),
        out -> OfflineScript.print(out, set.graph(), plan, steps, product));
    return 0;
  }

  private Integer carryOut() {
    var request = asked();
    var result =
        OperationResult.builder(request.operation().id()).startedAt(terminal.clock().instant());
    resultFile.of(
        terminal,
        result,
        () -> {
          var outcome = run(request, result);
          output.print(terminal, result.build(), out -> print(outcome, out));
        });
    return 0;
  }

  private Request asked() {
    var request = onTerms(request(spec, targets).withOnEdit(onEdit));
    request = tag.map(request::withTag).orElse(request);
    request = operationId.map(request::withOperationId).orElse(request);
    return expectedDigest.map(request::withExpectedDigest).orElse(request);
  }

  private Request onTerms(Request request) {
    var terms = request.terms();
    if (approvedPlan.isPresent()) {
      terms = terms.withApprovedPlan(approvedPlan.get());
    }
    if (owner.isPresent()) {
      terms = terms.withOwner(owner.get(), takeOver);
    }
    return request.withTerms(terms);
  }

  private Outcome run(Request request, OperationResult.Builder result) {
    var set = revisions(revisions);
    result.digest(set.digest());
    var timed = new TimedProgress(ProgressLines.of(terminal, progress));
    try (var connected = database.open()) {
      var outcome =
          new Migrator(connected, set, terminal.clock(), timed).run(request, terminal.stop());
      result
          .target(outcome.expression(), outcome.targets())
          .steps(outcome.steps().size(), outcome.planned())
          .completedAt(outcome.completedAt());
      // only what the database itself has said is passed on
      outcome
          .database()
          .ifPresent(
              info ->
                  result
                      .from(outcome.from())
                      .to(outcome.to())
                      .current(outcome.to())
                      .database(
                          info.product(), info.version(), info.identity(), info.versionTable()));
      return outcome.orThrow();
    } finally {
      result.times(timed.times());
    }
  }

  private static void print(Outcome outcome, PrintWriter out) {
    var at = at(outcome.to());
    if (outcome.steps().isEmpty()) {
      out.println("Nothing to do: the database is " + at + ".");
      return;
    }
    for (var step : outcome.steps()) {
      out.printf(
          "%s %s%n", step.direction().id(), step.revision().orElseGet(() -> at(step.rowsAfter())));
    }
    out.println("The database is " + at + ".");
  }

  private static String at(List<String> rows) {
    return rows.isEmpty() ? "at base" : "at " + String.join(", ", rows);
  }
}
