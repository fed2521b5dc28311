package dev.athanor.cli;

import dev.athanor.api.Times;
import dev.athanor.database.LoggedOperation;
import dev.athanor.database.LoggedStep;
import dev.athanor.migrate.Migrator;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code athanor log}. */
@Command(
    name = "log",
    description = "Shows what was done to the database, the newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It is the journal in the database, which every upgrade, downgrade and stamp writes.",
      "",
      "Example:",
      "  athanor log",
      "  athanor log --limit 1 -v"
    })
final class LogCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DatabaseOptions database;
  @Mixin private Output output = new Output();

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      paramLabel = "COUNT",
      description = "How many operations. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Option(
      names = {"-v", "--verbose"},
      description = "Every step, too.")
  private boolean verbose;

  LogCommand(Terminal terminal) {
    this.terminal = terminal;
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--limit is %d and must be at least 1".formatted(limit));
    }
    try (var connected = database.open()) {
      var operations = Migrator.log(connected, limit);
      output.print(terminal, LogDocument.of(operations), out -> print(operations, out));
    }
    return 0;
  }

  private void print(List<LoggedOperation> operations, PrintWriter out) {
    for (var operation : operations) {
      print(operation, out);
    }
  }

  private void print(LoggedOperation operation, PrintWriter out) {
    var entry = operation.entry();
    out.printf(
        "%s %s %s: %s, %d/%d steps%s, by %s%s%n",
        Times.format(entry.startedAt()),
        entry.operation().id(),
        entry.expression(),
        LogDocument.outcomeOf(operation),
        operation.steps().size(),
        entry.planned(),
        LogDocument.durationOf(entry).map(time -> " in " + ProgressLines.readable(time)).orElse(""),
        operation.performedBy(),
        entry.tag().map(tag -> ", tag " + tag).orElse(""));
    LogDocument.errorOf(entry).ifPresent(error -> out.println("    error: " + indented(error)));
    if (verbose) {
      out.println("    id: " + entry.id());
      out.println("    from: " + rows(entry.from()));
      if (entry.completedAt().isPresent()) {
        out.println("    to: " + rows(entry.to()));
      }
      operation.steps().forEach(step -> print(step, out));
    }
  }

  private static void print(LoggedStep step, PrintWriter out) {
    out.printf(
        "    %d. %s%s: %d statements, %s, now at %s%n",
        step.number(),
        step.direction().id(),
        step.revision().map(id -> " " + id).orElse(""),
        step.statements(),
        ProgressLines.readable(step.duration()),
        rows(step.to()));
  }

  private static String rows(List<String> rows) {
    return rows.isEmpty() ? "base" : String.join(", ", rows);
  }

  private static String indented(String text) {
    return text.strip().replace("\n", "\n      ");
  }
}
