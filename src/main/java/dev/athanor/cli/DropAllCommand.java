package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.database.SchemaContents;
import dev.athanor.database.SchemaObject;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.migrate.Clearance;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code athanor drop-all}. */
@Command(
    name = "drop-all",
    description = "Shows all that the schema holds, asks, and drops it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "That is every table, view, sequence, type and function, the version table, the journal and"
          + " the archive among them; not what belongs to an extension. All of it goes, or nothing;"
          + " on MariaDB and MySQL, where DDL commits by itself, one after the other.",
      "",
      "Example:",
      "  athanor drop-all",
      "  athanor drop-all --no-prompt --schema shop"
    })
final class DropAllCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DatabaseOptions database;
  @Mixin private Output output = new Output();

  @Option(names = "--no-prompt", description = "Do not ask. For pipelines.")
  private boolean noPrompt;

  @JsonPropertyOrder({"apiVersion", "kind", "database", "schema", "dropped"})
  record DropDocument(
      String apiVersion, String kind, String database, String schema, List<Dropped> dropped) {}

  /** What was dropped: a table, view, … */
  @JsonPropertyOrder({"kind", "name"})
  record Dropped(String kind, String name) {
    static Dropped of(SchemaObject object) {
      return new Dropped(object.kind(), object.name());
    }
  }

  DropAllCommand(Terminal terminal) {
    this.terminal = terminal;
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    if (!noPrompt && !terminal.interactive()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "drop-all asks before it drops, and nobody is here to answer: --no-prompt does without");
    }
    try (var connected = database.open()) {
      var clearance =
          new Clearance(connected, ProgressLines.of(terminal, ProgressLines.Style.AUTO));
      var contents = clearance.look();
      if (!contents.objects().isEmpty()) {
        show(contents, terminal.err());
        ask(contents);
        clearance.drop(contents, terminal.stop());
      }
      output.print(terminal, document(contents), out -> print(contents, out));
    }
    return 0;
  }

  private static void show(SchemaContents contents, PrintWriter err) {
    err.printf(
        "To be dropped from schema %s of database %s:%n", contents.schema(), contents.database());
    contents.objects().forEach(object -> err.printf("  %s %s%n", object.kind(), object.name()));
    err.flush();
  }

  private void ask(SchemaContents contents) {
    if (noPrompt) {
      return;
    }
    terminal.err().printf("Type the database's name to drop all of this: ");
    terminal.err().flush();
    var answer = terminal.answers().get().map(String::strip).orElse("");
    if (!answer.equals(contents.database())) {
      throw new AthanorException(
          Reason.NOT_CONFIRMED,
          "The answer was not '%s': nothing was dropped.".formatted(contents.database()));
    }
  }

  private static DropDocument document(SchemaContents contents) {
    return new DropDocument(
        Json.API_VERSION,
        "DropAll",
        contents.database(),
        contents.schema(),
        contents.objects().stream().map(Dropped::of).toList());
  }

  private static void print(SchemaContents contents, PrintWriter out) {
    out.println(
        contents.objects().isEmpty()
            ? "Nothing to drop: schema %s is empty.".formatted(contents.schema())
            : "Dropped %d objects from schema %s of database %s."
                .formatted(contents.objects().size(), contents.schema(), contents.database()));
  }
}
