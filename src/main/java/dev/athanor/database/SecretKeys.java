package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the keys of a database's Secret mean. Known are the Secrets of CloudNativePG, Crunchy PGO,
 * Percona's and Zalando's operators, the MariaDB operator, Bitnami's charts, Service Binding, AWS
 * Secrets Manager through External Secrets, and a plain {@code DATABASE_URL}. Discrete fields win
 * over {@code jdbc-uri}, that over {@code uri}. The keys of a pooler ({@code pgbouncer-*}, {@code
 * proxy-*}) are never used: session locks and DDL need a connection of their own.
 *
 * <p>Values are never part of a message.
 */
public final class SecretKeys {
  private enum Field {
    HOST,
    PORT,
    DBNAME,
    USERNAME,
    PASSWORD,
    JDBC_URI,
    URI,
    TYPE,
    CA,
    CERT,
    KEY,
    KEY_PASSWORD;

    /** What producers call it, the most usual first. */
    private List<String> keys() {
      return switch (this) {
        case HOST -> List.of("host", "hostname", "PGHOST");
        case PORT -> List.of("port", "PGPORT");
        case DBNAME -> List.of("dbname", "database", "PGDATABASE");
        case USERNAME -> List.of("username", "user", "PGUSER");
        case PASSWORD -> List.of("password", "PGPASSWORD", "mariadb-password", "mysql-password");
        case JDBC_URI -> List.of("jdbc-uri", "jdbc-url", "JDBC_DATABASE_URL");
        case URI -> List.of("uri", "url", "DATABASE_URL", "dsn");
        case TYPE -> List.of("type", "engine");
        case CA -> List.of("ca.crt", "ca.pem", "root.crt");
        case CERT -> List.of("tls.crt");
        case KEY -> List.of("tls.key", "private-key");
        case KEY_PASSWORD -> List.of("key-password");
      };
    }

    /** The name by which an override means this field: any of its keys, or its own. */
    boolean isCalled(String name) {
      return keys().contains(name) || fieldName().equals(name);
    }

    String fieldName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The certificates of Service Binding: our own when there is a private key. */
  private static final String CERTIFICATES = "certificates";

  /** Who may use a key of Bitnami's charts that is an administrator's. */
  private static final Map<String, List<String>> ADMINISTRATORS =
      Map.of(
          "postgres", List.of("postgres-password"),
          "root", List.of("mariadb-root-password", "mysql-root-password"));

  private final SecretFolder secret;
  private final Map<Field, String> overrides;

  private SecretKeys(SecretFolder secret, Map<Field, String> overrides) {
    this.secret = secret;
    this.overrides = overrides;
  }

  /**
   * The settings with what the folder's keys say filled in.
   *
   * @param folder the mounted Secret
   * @param overrides the keys that hold a field when they are not called as usual: field (host,
   *     port, dbname, username, password, jdbc-uri, uri, type, ca, cert, key, key-password) to key
   * @param settings when they hold a URL already, only user, password and certificates are taken
   * @throws AthanorException MissingSecretKey, InvalidSecret, InvalidConfiguration
   */
  public static ConnectionSettings read(
      Path folder, Map<String, String> overrides, ConnectionSettings settings) {
    var fields = fields(overrides);
    var secret =
        SecretFolder.read(
            folder,
            key ->
                fields.containsValue(key)
                    || Stream.of(Field.values()).anyMatch(field -> field.keys().contains(key)));
    return new SecretKeys(secret, fields).fill(settings);
  }

  private static Map<Field, String> fields(Map<String, String> overrides) {
    var fields = new LinkedHashMap<Field, String>();
    overrides.forEach(
        (name, key) -> {
          var field =
              Stream.of(Field.values())
                  .filter(candidate -> candidate.isCalled(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new AthanorException(
                              Reason.INVALID_CONFIGURATION,
                              "'%s' is no field of a database's Secret: use one of %s"
                                  .formatted(
                                      name,
                                      Stream.of(Field.values())
                                          .map(Field::fieldName)
                                          .collect(Collectors.joining(", ")))));
          fields.put(field, key);
        });
    return fields;
  }

  private Optional<String> get(Field field) {
    return key(field).flatMap(secret::get);
  }

  /** The key that holds the field; two that say different things are nobody's guess. */
  private Optional<String> key(Field field) {
    var override = overrides.get(field);
    if (override != null) {
      if (secret.get(override).isEmpty()) {
        throw missing(List.of(override));
      }
      return Optional.of(override);
    }
    var keys = field.keys().stream().filter(key -> secret.get(key).isPresent()).toList();
    boolean agree = keys.stream().map(secret::get).distinct().count() <= 1;
    return switch (field) {
      case HOST, PORT, DBNAME, USERNAME -> {
        if (!agree) {
          throw invalid(
              "says two different things in %s: take one away, or say which counts with --database-key %s=KEY (spec.database.keys)"
                  .formatted(String.join(" and ", keys), field.fieldName()));
        }
        yield keys.stream().findFirst();
      }
      case PASSWORD, JDBC_URI, URI, TYPE, CA, CERT, KEY, KEY_PASSWORD -> keys.stream().findFirst();
    };
  }

  private ConnectionSettings fill(ConnectionSettings settings) {
    var filled = settings.url().isEmpty() ? located(settings) : settings;
    var username = get(Field.USERNAME);
    if (username.isPresent()) {
      filled = filled.withUsername(username.get());
    }
    var password = password(filled.username());
    if (password.isPresent()) {
      filled = filled.withPassword(new Secret(password.get()));
    }
    filled = filled.withTls(filled.tls().or(tls()));
    checkLogin(filled);
    return filled;
  }

  private Optional<String> password(Optional<String> username) {
    if (!overrides.containsKey(Field.PASSWORD) && username.isPresent()) {
      for (var key : ADMINISTRATORS.getOrDefault(username.get(), List.of())) {
        if (secret.get(key).isPresent()) {
          return secret.get(key);
        }
      }
    }
    return get(Field.PASSWORD);
  }

  /** A client's certificate may stand for a password. */
  private void checkLogin(ConnectionSettings filled) {
    var wanted = new ArrayList<String>();
    if (filled.username().isEmpty()) {
      wanted.add("username (or user)");
    }
    if (filled.password().isEmpty() && filled.tls().certificate().isEmpty()) {
      wanted.add("password");
    }
    if (!wanted.isEmpty()) {
      throw missing(wanted);
    }
  }

  /** Where the database is: discrete fields, then {@code jdbc-uri}, then {@code uri}. */
  private ConnectionSettings located(ConnectionSettings settings) {
    var host = get(Field.HOST).map(String::strip);
    // CloudNativePG's superuser Secret says "*"
    var dbname = get(Field.DBNAME).map(String::strip).filter(name -> !name.equals("*"));
    if (host.isPresent() && dbname.isPresent()) {
      return settings.withJdbcUrl(
          inSecret(
              Field.HOST,
              () -> ConnectionUrl.jdbcUrl(product(), host.get(), port(), dbname.get())));
    }
    for (var field : List.of(Field.JDBC_URI, Field.URI)) {
      var text = get(field).map(String::strip);
      if (text.isPresent()) {
        var url = inSecret(field, () -> ConnectionUrl.parse(text.get()));
        if (url.hasDatabaseName()) {
          return inSecret(field, () -> url.into(settings));
        }
      }
    }
    var wanted = new ArrayList<String>();
    if (host.isEmpty()) {
      wanted.add("host");
    }
    if (dbname.isEmpty()) {
      wanted.add("dbname (or database)");
    }
    wanted.add("or one of jdbc-uri and uri that names a database");
    throw missing(wanted);
  }

  private Optional<String> port() {
    var port = get(Field.PORT).map(String::strip);
    if (port.isPresent() && !port.get().matches("[1-9]\\d{0,4}")) {
      throw invalid(
          "has no port number in %s: write digits only"
              .formatted(key(Field.PORT).orElse(Field.PORT.fieldName())));
    }
    return port;
  }

  /** What is wrong with a value is wrong with the Secret, which somebody may correct meanwhile. */
  private <T> T inSecret(Field field, java.util.function.Supplier<T> reading) {
    try {
      return reading.get();
    } catch (AthanorException e) {
      throw e.reason() == Reason.INVALID_CONFIGURATION
          ? invalid(
              "cannot be used as it is, key %s: %s"
                  .formatted(key(field).orElse(field.fieldName()), e.message()))
          : e;
    }
  }

  /** PostgreSQL, unless the Secret says otherwise in one of the ways that producers have. */
  private String product() {
    var said =
        get(Field.TYPE)
            .or(() -> get(Field.JDBC_URI).map(ConnectionUrl::scheme))
            .or(() -> get(Field.URI).map(ConnectionUrl::scheme))
            .or(() -> port().filter(port -> port.equals("3306")).map(port -> "mysql"))
            .orElse("postgresql")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (said.contains("postgres")) {
      return "postgresql";
    }
    if (said.contains("mariadb")) {
      return "mariadb";
    }
    return said.contains("mysql") ? "mysql" : said;
  }

  /** An authority in the Secret is there to be checked against, a certificate to be shown. */
  private Tls tls() {
    var key = file(Field.KEY);
    var chain = secret.file(CERTIFICATES);
    var certificate = file(Field.CERT).or(() -> key.isPresent() ? chain : Optional.empty());
    return new Tls(
        Optional.empty(),
        file(Field.CA).or(() -> chain),
        key.isPresent() ? certificate : Optional.empty(),
        certificate.isPresent() ? key : Optional.empty(),
        get(Field.KEY_PASSWORD).map(Secret::new));
  }

  private Optional<Path> file(Field field) {
    return key(field).flatMap(secret::file);
  }

  private AthanorException missing(List<String> wanted) {
    return new AthanorException(
        Reason.MISSING_SECRET_KEY,
        "the database's Secret (mounted at %s) lacks %s; it has %s. Name other keys with"
                .formatted(secret.folder(), String.join(", ", wanted), secret)
            + " --database-key field=KEY (spec.database.keys)");
  }

  private AthanorException invalid(String problem) {
    return new AthanorException(
        Reason.INVALID_SECRET,
        "the database's Secret (mounted at %s) %s".formatted(secret.folder(), problem));
  }
}
