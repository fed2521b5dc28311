package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.migrate.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor wait}. */
@Command(
    name = "wait",
    description = "Waits until a database has reached a revision, as for an init container.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A database that has gone further has reached it, too. Whatever is wrong with the database or"
          + " its Secret is waited out; nothing is created, and reading the version table and the"
          + " archive is all that the user must be allowed. Ends with exit code 25 when the time is"
          + " over, and says what was seen last.",
      "",
      "Example:",
      "  athanor wait --revisions revisions --timeout 10m",
      "  athanor wait 8f2c1a0b9d34 --database-dir /database"
    })
final class WaitCommand implements Callable<Integer> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** What has a meaning only beside the files; anything else may be an id. */
  private static final Pattern NO_ID =
      Pattern.compile("heads?|base|current|.*[-+@: ].*", Pattern.DOTALL);

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private DatabaseOptions database;
  @Mixin private Output output = new Output();

  @Parameters(
      arity = "0..*",
      paramLabel = "TARGET",
      description =
          "An id; with revision files also its beginning, head, heads, <label>@head. Default: heads."
              + " Without revision files an id is needed.")
  private List<String> targets = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = DatabaseOptions.Time.class,
      description = "How long to wait; 0s: one look. Default: ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofMinutes(10);

  private String said = "";

  @JsonPropertyOrder({"apiVersion", "kind", "target", "current"})
  record WaitDocument(String apiVersion, String kind, List<String> target, List<String> current) {}

  WaitCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    var set = revisions.there() ? Optional.of(revisions.read()) : Optional.<RevisionSet>empty();
    var wanted = wanted(set);
    var arrival = await(set, wanted);
    output.print(
        terminal,
        new WaitDocument(Json.API_VERSION, "Wait", wanted, arrival.rows()),
        out -> out.println("The database is at " + at(arrival.rows()) + "."));
    return 0;
  }

  private List<String> wanted(Optional<RevisionSet> set) {
    var given = Targets.checked(spec, targets);
    if (set.isPresent()) {
      var graph = set.get().graph();
      return (given.isEmpty() ? List.of("heads") : given)
          .stream().flatMap(each -> graph.resolve(each).stream()).distinct().toList();
    }
    if (given.isEmpty() || given.stream().anyMatch(each -> NO_ID.matcher(each).matches())) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "What to wait for is told by the revision files, and there are none: name their folder with --revisions, or give a revision's whole id.");
    }
    return given;
  }

  private Arrival await(Optional<RevisionSet> set, List<String> wanted) {
    // how long we have waited is no time of day
    long start = System.nanoTime();
    var pause = FIRST_PAUSE;
    while (true) {
      var left = timeout.minusNanos(System.nanoTime() - start);
      var seen = look(set, wanted, left);
      if (seen.arrival().filter(Arrival::reached).isPresent()) {
        return seen.arrival().get();
      }
      left = timeout.minusNanos(System.nanoTime() - start);
      if (!left.isPositive()) {
        throw new AthanorException(
            Reason.TARGET_NOT_REACHED,
            "The database has not reached %s within %d s. Last seen: %s. See what its Job or resource says, or wait longer with --timeout."
                .formatted(at(wanted), timeout.toSeconds(), seen.words()));
      }
      say(seen.words());
      if (terminal.stop().await(pause.compareTo(left) < 0 ? pause : left)) {
        throw new AthanorException(Reason.INTERRUPTED, "Asked to stop while waiting.");
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private record Seen(Optional<Arrival> arrival, String words) {}

  /** No connection is kept meanwhile: those that wait take none from those that work. */
  private Seen look(Optional<RevisionSet> set, List<String> wanted, Duration left) {
    try (var connected = database.open(left)) {
      try {
        var arrival = Arrival.of(connected, set, wanted);
        return new Seen(
            Optional.of(arrival),
            "the database is at %s, and %s %s not applied"
                .formatted(
                    at(arrival.rows()),
                    String.join(", ", arrival.missing()),
                    arrival.missing().size() == 1 ? "is" : "are"));
      } catch (AthanorException e) {
        // a missing table or right may come with a revision
        return new Seen(Optional.empty(), words(e));
      }
    } catch (AthanorException e) {
      if (!e.reason().retryable()) {
        throw e;
      }
      return new Seen(Optional.empty(), words(e));
    }
  }

  private static String words(AthanorException e) {
    return e.reason().id() + ": " + e.message();
  }

  private void say(String words) {
    if (!words.equals(said)) {
      terminal.err().println("waiting: " + words);
      terminal.err().flush();
      said = words;
    }
  }

  private static String at(List<String> ids) {
    return ids.isEmpty() ? "base" : String.join(", ", ids);
  }
}
