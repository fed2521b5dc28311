package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.api.Json;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One command for each database of {@code athanor.yaml}, in the file's order. What moves databases
 * stops at the first that fails; what only looks goes through all of them.
 */
final class EachDatabase {
  private static final Set<String> MOVING =
      Set.of("upgrade", "downgrade", "stamp", "ensure-version");
  private static final Set<String> LOOKING =
      Set.of("plan", "current", "check", "history", "heads", "branches", "show", "log");

  private final Terminal terminal;
  private final ConfigFile file;
  private final boolean json;

  EachDatabase(Terminal terminal, ConfigFile file, boolean json) {
    this.terminal = terminal;
    this.file = file;
    this.json = json;
  }

  /** Runs the command for one database. */
  interface One {
    int run(Terminal terminal, String database);
  }

  @JsonPropertyOrder({"apiVersion", "kind", "databases", "notTried"})
  record EachDocument(
      String apiVersion, String kind, List<Answer> databases, List<String> notTried) {}

  @JsonPropertyOrder({"database", "exitCode", "result"})
  record Answer(String database, int exitCode, JsonNode result) {}

  /**
   * Runs it for each, and answers the first exit code that is not 0.
   *
   * @param command the command's own name
   * @throws AthanorException InvalidUsage for a command that takes one database only
   */
  int run(String command, One one) {
    if (!MOVING.contains(command) && !LOOKING.contains(command)) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "'%s' is for one database at a time; --database takes one of %s."
              .formatted(command, String.join(", ", file.databases().keySet())));
    }
    int exitCode = 0;
    var answers = new ArrayList<Answer>();
    var left = new ArrayList<>(file.databases().keySet());
    while (!left.isEmpty() && (exitCode == 0 || goesOn(command, exitCode))) {
      var database = left.removeFirst();
      int ended = json ? captured(one, database, answers) : shown(one, database);
      exitCode = exitCode == 0 ? ended : exitCode;
    }
    if (json) {
      terminal
          .out()
          .println(Json.write(new EachDocument(Json.API_VERSION, "Databases", answers, left)));
    } else if (!left.isEmpty()) {
      terminal.err().println("not tried: " + String.join(", ", left));
    }
    return exitCode;
  }

  private static boolean goesOn(String command, int exitCode) {
    return LOOKING.contains(command) && exitCode != Reason.INVALID_USAGE.exitCode();
  }

  private int shown(One one, String database) {
    terminal.out().println("== " + database);
    terminal.out().flush();
    return one.run(terminal, database);
  }

  private int captured(One one, String database, List<Answer> answers) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      int exitCode = one.run(terminal.withOut(out), database);
      answers.add(new Answer(database, exitCode, Json.read(text.toString(), JsonNode.class)));
      return exitCode;
    }
  }
}
