package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.migrate.Migrator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor ensure-version}. */
@Command(
    name = "ensure-version",
    aliases = "ensure_version",
    description = "Creates the version table if there is none.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor ensure-version", "  athanor ensure-version --sql"})
final class EnsureVersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DatabaseOptions database;
  @Mixin private DialectOption dialect = new DialectOption();
  @Mixin private Output output = new Output();

  @Option(names = "--sql", description = "Print the statement instead; no database is asked.")
  private boolean sql;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"apiVersion", "kind", "created", "sql"})
  record VersionTableDocument(
      String apiVersion, String kind, @Nullable Boolean created, @Nullable List<String> sql) {}

  EnsureVersionCommand(Terminal terminal) {
    this.terminal = terminal;
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    if (sql) {
      var settings = database.settings();
      var product = dialect.of(settings);
      var statement = Migrator.versionTableSql(product.id(), settings);
      output.print(
          terminal,
          new VersionTableDocument(Json.API_VERSION, "VersionTable", null, List.of(statement)),
          out -> out.println(OfflineScript.terminated(product, statement)));
      return 0;
    }
    try (var connected = database.open()) {
      boolean created = Migrator.ensureVersion(connected, terminal.stop());
      output.print(
          terminal,
          new VersionTableDocument(Json.API_VERSION, "VersionTable", created, null),
          out ->
              out.println(
                  created ? "Created the version table." : "The version table is there already."));
    }
    return 0;
  }
}
