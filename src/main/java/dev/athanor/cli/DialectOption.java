package dev.athanor.cli;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Dialect;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose SQL to write where no database is asked. */
final class DialectOption {
  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description =
          "Whose SQL to show where no database is asked: postgresql, mariadb, mysql, sqlserver,"
              + " oracle, sqlite or h2; without one that of --url, or postgresql.")
  private Optional<String> name = Optional.empty();

  /** The one that was named, else that of the URL. */
  String of(ConnectionSettings settings) {
    return name.orElseGet(
        () -> settings.url().isEmpty() ? "postgresql" : Dialect.of(settings.url()).id());
  }
}
