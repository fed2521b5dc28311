package dev.athanor.cli;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Dialect;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose SQL to read or write where no database is asked. */
final class DialectOption {
  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description =
          "Whose SQL it is where no database is asked: postgresql, mariadb, mysql, sqlserver,"
              + " oracle, sqlite or h2. Default: that of --url, or postgresql.")
  private Optional<String> name = Optional.empty();

  /** The one that was named, else that of the URL. */
  Dialect of(ConnectionSettings settings) {
    return name.map(Dialect::named)
        .orElseGet(
            () ->
                settings.url().isEmpty()
                    ? Dialect.named("postgresql")
                    : Dialect.of(settings.url()));
  }
}
