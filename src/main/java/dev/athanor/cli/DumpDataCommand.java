package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.migrate.TableDump;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor dump-data}. */
@Command(
    name = "dump-data",
    description = "Writes the rows of tables as JSON, a file for each table.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "All files show the database at one moment; rows are in the order of the primary key.",
      "Bytes are Base64; what JSON has no word for is the text that the database shows.",
      "A file that is there is only replaced with --overwrite.",
      "",
      "Example:",
      "  athanor dump-data --table orders --table customers",
      "  athanor dump-data --table '*' --dir fixtures/shop"
    })
final class DumpDataCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DatabaseOptions database;
  @Mixin private Output output = new Output();

  @Option(
      names = "--table",
      required = true,
      paramLabel = "NAME",
      description = "A table of the schema; may be given several times; '*': all but our own.")
  private List<String> tables = List.of();

  @Option(
      names = "--dir",
      defaultValue = "fixtures",
      paramLabel = "DIR",
      description = "Where the files go. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("fixtures");

  @Option(names = "--overwrite", description = "Replace files that are there.")
  private boolean overwrite;

  @JsonPropertyOrder({"apiVersion", "kind", "tables"})
  record DumpDocument(String apiVersion, String kind, List<Dumped> tables) {}

  @JsonPropertyOrder({"table", "rows", "file", "replaced"})
  record Dumped(String table, long rows, String file, boolean replaced) {}

  DumpDataCommand(Terminal terminal) {
    this.terminal = terminal;
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    try (var connected = database.open()) {
      var dumped =
          new TableDump(connected, terminal.directory().resolve(folder))
              .write(tables, overwrite).stream()
                  .map(
                      each ->
                          new Dumped(
                              each.table(), each.rows(), each.file().toString(), each.replaced()))
                  .toList();
      output.print(
          terminal,
          new DumpDocument(Json.API_VERSION, "DumpData", dumped),
          out ->
              dumped.forEach(
                  each ->
                      out.printf(
                          "%s %s: %d rows%n",
                          each.replaced() ? "Replaced" : "Wrote", each.file(), each.rows())));
    }
    return 0;
  }
}
