package dev.athanor.cli;

import dev.athanor.api.Durations;
import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.database.Secret;
import dev.athanor.database.SecretKeys;
import dev.athanor.database.Tls;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which database, and how it is reached. There is no option that takes a password. */
final class DatabaseOptions {
  /** Between two pairs; a comma inside a value, as in a search path, is none. */
  private static final String EACH = ",(?=[A-Za-z0-9_.-]+=)";

  private final Terminal terminal;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "jdbc:postgresql://host:5432/db, or postgresql://user@host/db; mariadb and mysql likewise;"
              + " several hosts: the one that takes writes.")
  private Optional<String> url = Optional.empty();

  @Option(names = "--username", paramLabel = "NAME", description = "Whom to log in as.")
  private Optional<String> username = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "A file that holds the password, or a token that takes its place; read at each attempt to"
              + " connect. Without one, the variable ATHANOR_PASSWORD.")
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
          "The key that holds a field, where it is not a usual one: host, port, dbname, username,"
              + " password, uri, jdbc-uri, type, ca, cert, key, key-password.")
  private Map<String, String> keys = Map.of();

  @Option(
      names = "--tls-mode",
      paramLabel = "disable|require|verify-ca|verify-full",
      converter = Mode.class,
      description =
          "How to encrypt. Default: verify-full as soon as a certificate is named; else as the"
              + " driver does, which checks nothing.")
  private Optional<Tls.Mode> tlsMode = Optional.empty();

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "The certificates of the authority that signed the server's. Default: Java's.")
  private Optional<Path> tlsAuthority = Optional.empty();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The client certificate to show.")
  private Optional<Path> tlsCertificate = Optional.empty();

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key: PEM as any tool writes it, or PKCS#8 in DER.")
  private Optional<Path> tlsKey = Optional.empty();

  @Option(
      names = "--tls-key-password-file",
      paramLabel = "FILE",
      description = "A file that holds the password of an encrypted private key.")
  private Optional<Path> tlsKeyPasswordFile = Optional.empty();

  @Option(
      names = "--connect-timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description = "How long connecting to one host may take. Default: 10s.")
  private Optional<Duration> connectTimeout = Optional.empty();

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

  /** Reads {@code verify-full} and its like. */
  static final class Mode implements ITypeConverter<Tls.Mode> {
    @Override
    public Tls.Mode convert(String value) {
      return Tls.Mode.of(value);
    }
  }

  /**
   * Connects. Whatever is in files is read again at each attempt.
   *
   * @throws AthanorException as {@link Database#open}; Interrupted
   */
  Database open() {
    return terminal
        .stop()
        .unlessGiven("connecting to the database", () -> Database.open(this::settings));
  }

  /** The same, in less time than the settings allow if need be. */
  Database open(Duration atMost) {
    return Database.open(
        () -> {
          var settings = settings();
          return atMost.compareTo(settings.connectTimeout()) < 0
              ? settings.withConnectTimeout(atMost.isPositive() ? atMost : Duration.ofSeconds(1))
              : settings;
        });
  }

  /** Whether any database was named. */
  boolean named() {
    return url.isPresent() || folder.isPresent();
  }

  /** What is known of it, with no connection made. */
  ConnectionSettings settings() {
    refuseSecretsOnTheCommandLine();
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
    if (connectTimeout.isPresent()) {
      settings = settings.withConnectTimeout(connectTimeout.get());
    }
    settings = withLogin(settings.withTls(tls().or(settings.tls())));
    return folder.isPresent()
        // what was said here counts more than what the folder says
        ? withLogin(SecretKeys.read(file(folder.get()), keys, settings))
        : settings;
  }

  private ConnectionSettings withLogin(ConnectionSettings settings) {
    var result = username.isPresent() ? settings.withUsername(username.get()) : settings;
    var password =
        passwordFile.isPresent()
            ? secret("password", passwordFile)
            : Optional.ofNullable(terminal.environment().get("ATHANOR_PASSWORD")).map(Secret::new);
    return password.isPresent() ? result.withPassword(password.get()) : result;
  }

  private Tls tls() {
    return new Tls(
        tlsMode,
        tlsAuthority.map(this::file),
        tlsCertificate.map(this::file),
        tlsKey.map(this::file),
        secret("tls-key-password", tlsKeyPasswordFile));
  }

  private Path file(Path path) {
    return terminal.directory().resolve(path);
  }

  private Optional<Secret> secret(String name, Optional<Path> path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    var file = file(path.get());
    try {
      return Optional.of(Secret.in(file));
    } catch (IOException e) {
      // a sidecar may write it in a moment
      throw new AthanorException(
              Reason.MISSING_SECRET_KEY,
              "The file %s cannot be read; --%s-file names it.".formatted(file, name),
              e)
          .at(file.toString(), 0);
    }
  }

  /** Everybody on the machine sees a process's command line. */
  private void refuseSecretsOnTheCommandLine() {
    var given = command.commandLine().getParseResult();
    if (given == null) {
      return;
    }
    if (given.hasMatchedOption("--url") && url.filter(DatabaseOptions::holdsPassword).isPresent()) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "--url holds a password, which the process list shows: put the URL into ATHANOR_URL, or"
              + " the password into ATHANOR_PASSWORD or the file of --password-file.");
    }
    if (given.hasMatchedOption("--property")) {
      properties.keySet().stream()
          .filter(ConnectionSettings::sensitive)
          .findFirst()
          .ifPresent(
              name -> {
                throw new AthanorException(
                    Reason.INVALID_USAGE,
                    "--property %s is secret, and the process list shows it: put it into a file or the environment (ATHANOR_PROPERTY, ATHANOR_PASSWORD)."
                        .formatted(name));
              });
    }
  }

  /** Whether a URL has a secret in it. */
  static boolean holdsPassword(String url) {
    return ConnectionSettings.of(url).holdsSecret();
  }
}
