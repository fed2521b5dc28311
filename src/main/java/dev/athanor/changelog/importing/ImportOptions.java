package dev.athanor.changelog.importing;

import dev.athanor.changelog.SqlSyntax;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a tool knows and its folder does not say.
 *
 * @param placeholders what is put in for {@code ${name}}
 * @param sqlUp the output of {@code alembic upgrade --sql}
 * @param sqlDown the output of {@code alembic downgrade --sql}
 * @param toolConfig the tool's own configuration
 * @param emptyForCode whether a migration that is a program becomes a revision that does nothing,
 *     in place of an error
 * @param syntax the SQL that the scripts are written in
 */
public record ImportOptions(
    Map<String, String> placeholders,
    Optional<Path> sqlUp,
    Optional<Path> sqlDown,
    Optional<Path> toolConfig,
    boolean emptyForCode,
    SqlSyntax syntax) {

  /** Keeps its own copy of the map. */
  public ImportOptions {
    placeholders = Map.copyOf(placeholders);
  }

  /** None given. */
  public static ImportOptions none() {
    return new ImportOptions(
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        SqlSyntax.POSTGRESQL);
  }
}
