package dev.athanor.database;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where a database is, who we are there and how patient we are. The URL never holds a user or a
 * password: {@link #of(String)} takes them out.
 *
 * @param url the JDBC URL; empty while only credentials are known
 * @param username the role to log in as
 * @param password its password
 * @param properties what the driver gets besides; names are the driver's own
 * @param tls how the connection is encrypted
 * @param schema the schema that statements without one mean; the connection's own when absent
 * @param versionTable the table that says where the database is
 * @param versionTableSchema its schema; that of {@code schema}, or the connection's own when absent
 * @param lockTimeout how long to wait for another runner, and for retrying what waits for a table
 * @param statementTimeout how long one statement may run; zero: as long as it likes
 * @param tableLockTimeout how long one statement may wait for a table's lock before its step is
 *     rolled back and tried again; zero: as long as it likes
 * @param connectTimeout how long connecting may take
 */
public record ConnectionSettings(
    String url,
    Optional<String> username,
    Optional<Secret> password,
    Map<String, String> properties,
    Tls tls,
    Optional<String> schema,
    String versionTable,
    Optional<String> versionTableSchema,
    Duration lockTimeout,
    Duration statementTimeout,
    Duration tableLockTimeout,
    Duration connectTimeout) {

  /** The version table's name when nobody says otherwise. */
  public static final String DEFAULT_VERSION_TABLE = "athanor_version";

  /** Keeps its own copy of the properties, sorted. */
  public ConnectionSettings {
    properties = Map.copyOf(properties);
  }

  /** No URL yet; everything else as it is by default. */
  public static ConnectionSettings defaults() {
    return new ConnectionSettings(
        "",
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Tls.UNSAID,
        Optional.empty(),
        DEFAULT_VERSION_TABLE,
        Optional.empty(),
        Duration.ofMinutes(5),
        Duration.ZERO,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  /**
   * The default settings for a URL: {@code jdbc:…}, {@code postgresql://…} or {@code mysql://…}. A
   * user and a password in it end up in their own fields.
   *
   * @throws dev.athanor.error.AthanorException InvalidConfiguration if it is none of these
   */
  public static ConnectionSettings of(String url) {
    return defaults().withUrl(url);
  }

  /** These settings for that URL, in any of the forms of {@link #of(String)}. */
  public ConnectionSettings withUrl(String anyUrl) {
    return ConnectionUrl.parse(anyUrl).into(this);
  }

  ConnectionSettings withJdbcUrl(String jdbcUrl) {
    return with(draft -> draft.url = jdbcUrl);
  }

  /** These settings with another user. */
  public ConnectionSettings withUsername(String user) {
    return with(draft -> draft.username = Optional.of(user));
  }

  /** These settings with another password. */
  public ConnectionSettings withPassword(Secret secret) {
    return with(draft -> draft.password = Optional.of(secret));
  }

  /**
   * These settings with more driver properties; the ones given win. Those of TLS are {@link Tls}.
   */
  public ConnectionSettings withProperties(Map<String, String> more) {
    var rest = new TreeMap<>(more);
    var said = TlsParameters.take(rest);
    return with(
        draft -> {
          draft.tls = said.or(draft.tls);
          draft.properties.putAll(rest);
        });
  }

  /** These settings with another way to encrypt. */
  public ConnectionSettings withTls(Tls way) {
    return with(draft -> draft.tls = way);
  }

  /** These settings for objects in that schema. */
  public ConnectionSettings withSchema(String name) {
    return with(draft -> draft.schema = Optional.of(name));
  }

  /** These settings with another version table. */
  public ConnectionSettings withVersionTable(String name) {
    return with(draft -> draft.versionTable = name);
  }

  /** These settings with the version table in that schema. */
  public ConnectionSettings withVersionTableSchema(String name) {
    return with(draft -> draft.versionTableSchema = Optional.of(name));
  }

  /** These settings with another patience for the lock. */
  public ConnectionSettings withLockTimeout(Duration timeout) {
    return with(draft -> draft.lockTimeout = timeout);
  }

  /** These settings with another limit for one statement; zero is none. */
  public ConnectionSettings withStatementTimeout(Duration timeout) {
    return with(draft -> draft.statementTimeout = timeout);
  }

  /** These settings with another limit for a statement's wait for a table; zero is none. */
  public ConnectionSettings withTableLockTimeout(Duration timeout) {
    return with(draft -> draft.tableLockTimeout = timeout);
  }

  /** These settings with another limit for connecting. */
  public ConnectionSettings withConnectTimeout(Duration timeout) {
    return with(draft -> draft.connectTimeout = timeout);
  }

  private ConnectionSettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /** The same fields, for as long as one of them changes. */
  private static final class Draft {
    private String url;
    private Optional<String> username;
    private Optional<Secret> password;
    private final Map<String, String> properties;
    private Tls tls;
    private Optional<String> schema;
    private String versionTable;
    private Optional<String> versionTableSchema;
    private Duration lockTimeout;
    private Duration statementTimeout;
    private Duration tableLockTimeout;
    private Duration connectTimeout;

    Draft(ConnectionSettings settings) {
      url = settings.url;
      username = settings.username;
      password = settings.password;
      properties = new TreeMap<>(settings.properties);
      tls = settings.tls;
      schema = settings.schema;
      versionTable = settings.versionTable;
      versionTableSchema = settings.versionTableSchema;
      lockTimeout = settings.lockTimeout;
      statementTimeout = settings.statementTimeout;
      tableLockTimeout = settings.tableLockTimeout;
      connectTimeout = settings.connectTimeout;
    }

    ConnectionSettings settings() {
      return new ConnectionSettings(
          url,
          username,
          password,
          properties,
          tls,
          schema,
          versionTable,
          versionTableSchema,
          lockTimeout,
          statementTimeout,
          tableLockTimeout,
          connectTimeout);
    }
  }

  /** Whether there is anything in it that must not be seen. */
  public boolean holdsSecret() {
    return password.isPresent()
        || tls.keyPassword().isPresent()
        || properties.keySet().stream().anyMatch(ConnectionSettings::sensitive);
  }

  /** Everything but what is secret: also a driver property may be a password. */
  @Override
  public String toString() {
    var shown = new TreeMap<>(properties);
    shown.replaceAll((name, value) -> sensitive(name) ? "********" : value);
    return "ConnectionSettings[url=%s, username=%s, properties=%s, tls=%s, schema=%s, versionTable=%s.%s]"
        .formatted(
            url,
            username.orElse(""),
            shown,
            tls.effectiveMode().map(Tls.Mode::id).orElse(""),
            schema.orElse(""),
            versionTableSchema.orElse(""),
            versionTable);
  }

  /** Whether a driver's property of that name holds what must not be seen. */
  public static boolean sensitive(String property) {
    var name = property.toLowerCase(Locale.ROOT);
    return name.contains("password") || name.contains("secret") || name.contains("token");
  }
}
