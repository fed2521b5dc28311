package dev.athanor.cli;

import dev.athanor.api.Durations;
import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.database.Secret;
import dev.athanor.database.SecretKeys;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Which database, and how it is reached. There is no option that takes a password. */
final class DatabaseOptions {
  /** Between two pairs; a comma inside a value, as in a search path, is none. */
  private static final String EACH = ",(?=[A-Za-z0-9_.-]+=)";

  private final Terminal terminal;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "jdbc:postgresql://host:5432/db, or postgresql://user@host/db; mariadb and mysql likewise.")
  private Optional<String> url = Optional.empty();

  @Option(names = "--username", paramLabel = "NAME", description = "Whom to log in as.")
  private Optional<String> username = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file that holds the password; without one, the variable ATHANOR_PASSWORD.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--database-dir",
      paramLabel = "DIR",
      description = "A mounted Secret: one file per key, as CloudNativePG and others name them.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--database-key",
      split = EACH,
      splitSynopsisLabel = ",",
      paramLabel = "FIELD=KEY",
      description =
          "The key that holds a field, where it is not a usual one: host, port, database, username,"
              + " password, uri, jdbc-uri.")
  private Map<String, String> keys = Map.of();

  @Option(
      names = "--property",
      split = EACH,
      splitSynopsisLabel = ",",
      paramLabel = "NAME=VALUE",
      description = "A property of the JDBC driver.")
  private Map<String, String> properties = Map.of();

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      description = "The schema that statements without one mean.")
  private Optional<String> schema = Optional.empty();

  @Option(
      names = "--version-table",
      paramLabel = "NAME",
      defaultValue = ConnectionSettings.DEFAULT_VERSION_TABLE,
      description = "The table that says where the database is. Default: ${DEFAULT-VALUE}.")
  private String versionTable = ConnectionSettings.DEFAULT_VERSION_TABLE;

  @Option(
      names = "--version-table-schema",
      paramLabel = "NAME",
      description = "Its schema, where that is not --schema.")
  private Optional<String> versionTableSchema = Optional.empty();

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = Time.class,
      description = "How long to wait for another runner. Default: ${DEFAULT-VALUE}.")
  private Duration lockTimeout = Duration.ofMinutes(5);

  @Option(
      names = "--statement-timeout",
      paramLabel = "TIME",
      defaultValue = "0s",
      converter = Time.class,
      description =
          "How long one statement may run; 0s: as long as it likes. On MySQL it counts for SELECT only.")
  private Duration statementTimeout = Duration.ZERO;

  DatabaseOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Reads {@code 90s}, {@code 5m}, {@code 1h30m}. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return Durations.parse(value);
    }
  }

  /**
   * Connects.
   *
   * @throws AthanorException as {@link Database#open}; Interrupted
   */
  Database open() {
    var known = settings();
    return terminal.stop().unlessGiven("connecting to the database", () -> Database.open(known));
  }

  /** Whether any database was named. */
  boolean named() {
    return url.isPresent() || folder.isPresent();
  }

  /** What is known of it, with no connection made. */
  ConnectionSettings settings() {
    var settings =
        ConnectionSettings.defaults()
            .withProperties(properties)
            .withVersionTable(versionTable)
            .withLockTimeout(lockTimeout)
            .withStatementTimeout(statementTimeout);
    if (url.isPresent()) {
      settings = settings.withUrl(url.get());
    }
    if (schema.isPresent()) {
      settings = settings.withSchema(schema.get());
    }
    if (versionTableSchema.isPresent()) {
      settings = settings.withVersionTableSchema(versionTableSchema.get());
    }
    if (folder.isPresent()) {
      settings = SecretKeys.read(terminal.directory().resolve(folder.get()), keys, settings);
    }
    if (username.isPresent()) {
      settings = settings.withUsername(username.get());
    }
    var password = password();
    return password.isPresent() ? settings.withPassword(password.get()) : settings;
  }

  private Optional<Secret> password() {
    if (passwordFile.isEmpty()) {
      return Optional.ofNullable(terminal.environment().get("ATHANOR_PASSWORD")).map(Secret::new);
    }
    var file = terminal.directory().resolve(passwordFile.get());
    try {
      return Optional.of(new Secret(Files.readString(file).stripTrailing()));
    } catch (IOException e) {
      throw new AthanorException(
              Reason.INVALID_CONFIGURATION,
              "The password file %s cannot be read; --password-file names it.".formatted(file),
              e)
          .at(file.toString(), 0);
    }
  }
}
