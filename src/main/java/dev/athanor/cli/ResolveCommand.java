package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.api.Times;
import dev.athanor.database.LockHolder;
import dev.athanor.database.StatementMark;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.migrate.Doubts;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor resolve}. */
@Command(
    name = "resolve",
    description = "Shows the statement that an interrupted run left in doubt, and settles it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Where a statement is in no transaction, a run that is killed in it leaves a doubt: is it done?"
          + " What the catalogue shows is settled by the next run itself. The rest stops with"
          + " NeedsDecision: look at the database, then say --done or --retry here, and run again.",
      "",
      "Example:",
      "  athanor resolve",
      "  athanor resolve --done",
      "  athanor resolve --retry --revision 8f2c1a0b9d34"
    })
final class ResolveCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DatabaseOptions database;
  @Mixin private Output output = new Output();

  @ArgGroup(multiplicity = "0..1")
  private Said said = new Said();

  @Option(
      names = "--revision",
      paramLabel = "ID",
      description = "Which one, where several revisions are in doubt.")
  private Optional<String> revision = Optional.empty();

  static final class Said {
    @Option(names = "--done", description = "It is done: the next run goes on behind it.")
    private boolean done;

    @Option(names = "--retry", description = "It is not done: the next run runs it.")
    private boolean retry;

    Optional<Doubts.Answer> answer() {
      if (!done && !retry) {
        return Optional.empty();
      }
      return Optional.of(done ? Doubts.Answer.DONE : Doubts.Answer.RETRY);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"apiVersion", "kind", "statements", "answer", "atWork"})
  record ResolveDocument(
      String apiVersion,
      String kind,
      List<Statement> statements,
      @Nullable String answer,
      @Nullable String atWork) {}

  /** One that is, or was, in doubt. */
  @JsonPropertyOrder({"revision", "direction", "place", "statement", "begunAt"})
  record Statement(
      String revision, String direction, String place, String statement, String begunAt) {
    static Statement of(StatementMark mark) {
      return new Statement(
          mark.revision(),
          word(mark.direction()),
          mark.place(),
          mark.sql(),
          Times.format(mark.at()));
    }
  }

  ResolveCommand(Terminal terminal) {
    this.terminal = terminal;
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    try (var connected = database.open()) {
      var progress = ProgressLines.of(terminal, ProgressLines.Style.AUTO);
      var doubts = new Doubts(connected, terminal.clock(), progress);
      var found = doubts.look();
      var meant =
          found.statements().stream()
              .filter(mark -> revision.map(mark.revision()::equals).orElse(true))
              .toList();
      var answer = said.answer();
      if (answer.isPresent() && !meant.isEmpty()) {
        refuseSeveral(meant);
        show(meant, terminal.err());
        terminal.err().flush();
        doubts.settle(meant.getFirst(), answer.get(), terminal.stop());
      }
      output.print(
          terminal, document(meant, answer, found), out -> print(meant, answer, found, out));
    }
    return 0;
  }

  private static void refuseSeveral(List<StatementMark> meant) {
    if (meant.size() > 1) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "%d statements are in doubt, of the revisions %s: settle them one by one, with --revision."
              .formatted(
                  meant.size(),
                  String.join(", ", meant.stream().map(StatementMark::revision).toList())));
    }
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static ResolveDocument document(
      List<StatementMark> meant, Optional<Doubts.Answer> answer, Doubts.Found found) {
    return new ResolveDocument(
        Json.API_VERSION,
        "Resolve",
        meant.stream().map(Statement::of).toList(),
        answer.filter(given -> !meant.isEmpty()).map(given -> word(given.name())).orElse(null),
        found.atWork().map(LockHolder::description).orElse(null));
  }

  private static void print(
      List<StatementMark> meant,
      Optional<Doubts.Answer> answer,
      Doubts.Found found,
      PrintWriter out) {
    if (meant.isEmpty()) {
      out.println("Nothing is in doubt.");
      return;
    }
    if (answer.isEmpty()) {
      show(meant, out);
      out.println(
          found
              .atWork()
              .map(
                  holder ->
                      "A runner is at work (%s): wait for it.".formatted(holder.description()))
              .orElse(
                  "Look at the database, then run 'athanor resolve --done' if it is done, 'athanor"
                      + " resolve --retry' if it is not."));
      return;
    }
    out.printf(
        "%s: %s%n",
        meant.getFirst().place(),
        switch (answer.get()) {
          case DONE -> "counts as done. The next run goes on behind it.";
          case RETRY -> "counts as not done. The next run runs it.";
        });
  }

  private static void show(List<StatementMark> meant, PrintWriter out) {
    for (var mark : meant) {
      out.printf(
          "Begun at %s and not known to be done: %s of revision %s, %s%n",
          Times.format(mark.at()), word(mark.direction()), mark.revision(), mark.place());
      mark.sql().lines().forEach(line -> out.println("    " + line));
    }
  }
}
