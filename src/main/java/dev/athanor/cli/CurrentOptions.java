package dev.athanor.cli;

import dev.athanor.migrate.Migrator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the database is: asked of it, or given. */
final class CurrentOptions {
  @Mixin private DatabaseOptions database;

  @Option(
      names = "--current",
      paramLabel = "IDS",
      description = "Where the database is, comma-separated, \"\" for base; then none is asked.")
  private Optional<String> given = Optional.empty();

  CurrentOptions(Terminal terminal) {
    this.database = new DatabaseOptions(terminal);
  }

  /** The rows that were given. */
  Optional<List<String>> given() {
    return given.map(
        ids ->
            Arrays.stream(ids.split(",", -1))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList());
  }

  /** The rows that were given, else those of the database. */
  List<String> rows() {
    return given()
        .orElseGet(
            () -> {
              try (var connected = database.open()) {
                return Migrator.current(connected).rows();
              }
            });
  }

  /** The rows, as far as anything was said: none where neither they nor a database are named. */
  Optional<List<String>> known() {
    return given.isPresent() || database.named() ? Optional.of(rows()) : Optional.empty();
  }

  /** The database, where the rows are not given. */
  DatabaseOptions database() {
    return database;
  }
}
