package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Secret mounted as a folder, one file per key, and what its keys mean. Known are the Secrets of
 * CloudNativePG, Crunchy PGO and Percona's operators, Zalando's operator, Service Binding, and of
 * AWS Secrets Manager through External Secrets. Discrete fields win over {@code jdbc-uri}, that
 * over {@code uri}. The keys of a pooler ({@code pgbouncer-*}, {@code proxy-*}) are never used:
 * session locks and DDL need a connection of their own.
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
    CA;

    /** What producers call it, the most usual first. */
    private List<String> keys() {
      return switch (this) {
        case HOST -> List.of("host");
        case PORT -> List.of("port");
        case DBNAME -> List.of("dbname", "database");
        case USERNAME -> List.of("username", "user");
        case PASSWORD -> List.of("password");
        case JDBC_URI -> List.of("jdbc-uri", "jdbc-url");
        case URI -> List.of("uri", "url");
        case TYPE -> List.of("type", "engine");
        case CA -> List.of("ca.crt", "certificates");
      };
    }

    /** The name by which an override means this field: the first key, or any other of its keys. */
    boolean isCalled(String name) {
      return keys().contains(name) || name().toLowerCase(Locale.ROOT).equals(name);
    }
  }

  private final Path folder;
  private final NavigableMap<String, String> values;
  private final Map<Field, String> overrides;

  private SecretKeys(
      Path folder, NavigableMap<String, String> values, Map<Field, String> overrides) {
    this.folder = folder;
    this.values = values;
    this.overrides = overrides;
  }

  /**
   * The settings with what the folder's keys say filled in.
   *
   * @param folder the mounted Secret
   * @param overrides the keys that hold a field when they are not called as usual: field (host,
   *     port, dbname, username, password, jdbc-uri, uri, type, ca) to key
   * @param settings when they hold a URL already, only user, password and certificate are taken
   * @throws AthanorException MissingSecretKey, InvalidConfiguration
   */
  public static ConnectionSettings read(
      Path folder, Map<String, String> overrides, ConnectionSettings settings) {
    return new SecretKeys(folder, files(folder), fields(overrides)).fill(settings);
  }

  private static Map<Field, String> fields(Map<String, String> overrides) {
    var fields = new LinkedHashMap<Field, String>();
    overrides.forEach(
        (name, key) -> {
          var field =
              List.of(Field.values()).stream()
                  .filter(candidate -> candidate.isCalled(name))
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new AthanorException(
                              Reason.INVALID_CONFIGURATION,
                              "'"
                                  + name
                                  + "' is no field of a database's Secret: use host, port, dbname,"
                                  + " username, password, jdbc-uri, uri, type or ca"));
          fields.put(field, key);
        });
    return fields;
  }

  private static NavigableMap<String, String> files(Path folder) {
    var values = new TreeMap<String, String>();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (var entry : entries) {
        var name = entry.getFileName().toString();
        // the kubelet keeps the real files under ..data
        if (!name.startsWith(".") && Files.isRegularFile(entry)) {
          values.put(name, withoutLineEnd(Files.readString(entry, StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException e) {
      throw new AthanorException(
          Reason.MISSING_SECRET_KEY,
          "the database's Secret cannot be read from " + folder + ": mount it there as files",
          e);
    }
    return values;
  }

  /** {@code echo secret | base64} is how a line end gets into a Secret; no password has one. */
  private static String withoutLineEnd(String value) {
    if (value.endsWith("\r\n")) {
      return value.substring(0, value.length() - 2);
    }
    return value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
  }

  private Optional<String> get(Field field) {
    var override = overrides.get(field);
    if (override != null) {
      var value = values.get(override);
      if (value == null) {
        throw missing(List.of(override));
      }
      return Optional.of(value);
    }
    return field.keys().stream()
        .map(key -> Optional.ofNullable(values.get(key)))
        .flatMap(Optional::stream)
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  private ConnectionSettings fill(ConnectionSettings settings) {
    var filled = settings.url().isEmpty() ? located(settings) : settings;
    var username = get(Field.USERNAME);
    if (username.isPresent()) {
      filled = filled.withUsername(username.get());
    }
    var password = get(Field.PASSWORD);
    if (password.isPresent()) {
      filled = filled.withPassword(new Secret(password.get()));
    }
    if (filled.username().isEmpty() || filled.password().isEmpty()) {
      var wanted = new ArrayList<String>();
      if (filled.username().isEmpty()) {
        wanted.add("username (or user)");
      }
      if (filled.password().isEmpty()) {
        wanted.add("password");
      }
      throw missing(wanted);
    }
    return withCertificate(filled);
  }

  /** Where the database is: discrete fields, then {@code jdbc-uri}, then {@code uri}. */
  private ConnectionSettings located(ConnectionSettings settings) {
    var jdbcUri = get(Field.JDBC_URI).map(ConnectionUrl::parse);
    var uri = get(Field.URI).map(ConnectionUrl::parse);
    var host = get(Field.HOST);
    // CloudNativePG's superuser Secret says "*"
    var dbname = get(Field.DBNAME).filter(name -> !name.equals("*"));
    if (host.isPresent() && dbname.isPresent()) {
      var product = product(jdbcUri.or(() -> uri));
      return settings.withJdbcUrl(
          ConnectionUrl.jdbcUrl(product, host.get(), get(Field.PORT), dbname.get()));
    }
    for (var url : List.of(jdbcUri, uri)) {
      if (url.isPresent() && url.get().hasDatabaseName()) {
        return url.get().into(settings);
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

  /** PostgreSQL, unless the Secret says otherwise in one of the ways that producers have. */
  private String product(Optional<ConnectionUrl> url) {
    var said =
        get(Field.TYPE)
            .or(() -> url.map(known -> ConnectionUrl.scheme(known.jdbcUrl())))
            .or(() -> get(Field.PORT).filter(port -> port.equals("3306")).map(port -> "mysql"))
            .orElse("postgresql")
            .toLowerCase(Locale.ROOT);
    if (said.contains("postgres")) {
      return "postgresql";
    }
    if (said.contains("mariadb")) {
      return "mariadb";
    }
    return said.contains("mysql") ? "mysql" : said;
  }

  /** A certificate authority in the Secret is there to be checked against. */
  private ConnectionSettings withCertificate(ConnectionSettings settings) {
    var key =
        Optional.ofNullable(overrides.get(Field.CA))
            .or(() -> Field.CA.keys().stream().filter(values::containsKey).findFirst());
    if (key.isEmpty() || !settings.url().startsWith("jdbc:postgresql:")) {
      return settings;
    }
    if (!values.containsKey(key.get())) {
      throw missing(List.of(key.get()));
    }
    var tls = new LinkedHashMap<String, String>();
    if (!settings.properties().containsKey("sslrootcert")
        && !settings.url().contains("sslrootcert=")) {
      tls.put("sslrootcert", folder.resolve(key.get()).toString());
    }
    if (!settings.properties().containsKey("sslmode") && !settings.url().contains("sslmode=")) {
      tls.put("sslmode", "verify-full");
    }
    return settings.withProperties(tls);
  }

  private AthanorException missing(List<String> wanted) {
    return new AthanorException(
        Reason.MISSING_SECRET_KEY,
        "the database's Secret (mounted at %s) lacks %s; it has %s. Name other keys with"
                .formatted(
                    folder,
                    String.join(", ", wanted),
                    values.isEmpty() ? "no keys" : String.join(", ", values.keySet()))
            + " --database-key field=KEY (spec.database.keys)");
  }
}
