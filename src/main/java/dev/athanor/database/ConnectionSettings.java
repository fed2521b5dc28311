package dev.athanor.database;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a database is, who we are there and how patient we are. The URL never holds a user or a
 * password: {@link #of(String)} takes them out.
 *
 * @param url the JDBC URL; empty while only credentials are known
 * @param username the role to log in as
 * @param password its password
 * @param properties what the driver gets besides; names are the driver's own
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
    return new ConnectionSettings(
        jdbcUrl,
        username,
        password,
        properties,
        schema,
        versionTable,
        versionTableSchema,
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings with another user. */
  public ConnectionSettings withUsername(String user) {
    return new ConnectionSettings(
        url,
        Optional.of(user),
        password,
        properties,
        schema,
        versionTable,
        versionTableSchema,
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings with another password. */
  public ConnectionSettings withPassword(Secret secret) {
    return new ConnectionSettings(
        url,
        username,
        Optional.of(secret),
        properties,
        schema,
        versionTable,
        versionTableSchema,
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings with more driver properties; the ones given win. */
  public ConnectionSettings withProperties(Map<String, String> more) {
    var all = new TreeMap<>(properties);
    all.putAll(more);
    return new ConnectionSettings(
        url,
        username,
        password,
        all,
        schema,
        versionTable,
        versionTableSchema,
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings for objects in that schema. */
  public ConnectionSettings withSchema(String name) {
    return new ConnectionSettings(
        url,
        username,
        password,
        properties,
        Optional.of(name),
        versionTable,
        versionTableSchema,
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings with another version table. */
  public ConnectionSettings withVersionTable(String name) {
    return new ConnectionSettings(
        url,
        username,
        password,
        properties,
        schema,
        name,
        versionTableSchema,
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings with the version table in that schema. */
  public ConnectionSettings withVersionTableSchema(String name) {
    return new ConnectionSettings(
        url,
        username,
        password,
        properties,
        schema,
        versionTable,
        Optional.of(name),
        lockTimeout,
        statementTimeout,
        tableLockTimeout,
        connectTimeout);
  }

  /** These settings with another patience for the lock. */
  public ConnectionSettings withLockTimeout(Duration timeout) {
    return withTimeouts(timeout, statementTimeout, tableLockTimeout, connectTimeout);
  }

  /** These settings with another limit for one statement; zero is none. */
  public ConnectionSettings withStatementTimeout(Duration timeout) {
    return withTimeouts(lockTimeout, timeout, tableLockTimeout, connectTimeout);
  }

  /** These settings with another limit for a statement's wait for a table; zero is none. */
  public ConnectionSettings withTableLockTimeout(Duration timeout) {
    return withTimeouts(lockTimeout, statementTimeout, timeout, connectTimeout);
  }

  /** These settings with another limit for connecting. */
  public ConnectionSettings withConnectTimeout(Duration timeout) {
    return withTimeouts(lockTimeout, statementTimeout, tableLockTimeout, timeout);
  }

  private ConnectionSettings withTimeouts(
      Duration lock, Duration statement, Duration tableLock, Duration connect) {
    return new ConnectionSettings(
        url,
        username,
        password,
        properties,
        schema,
        versionTable,
        versionTableSchema,
        lock,
        statement,
        tableLock,
        connect);
  }

  /** Everything but what is secret: also a driver property may be a password. */
  @Override
  public String toString() {
    var shown = new TreeMap<>(properties);
    shown.replaceAll((name, value) -> sensitive(name) ? "********" : value);
    return "ConnectionSettings[url=%s, username=%s, properties=%s, schema=%s, versionTable=%s.%s]"
        .formatted(
            url,
            username.orElse(""),
            shown,
            schema.orElse(""),
            versionTableSchema.orElse(""),
            versionTable);
  }

  private static boolean sensitive(String property) {
    var name = property.toLowerCase(Locale.ROOT);
    return name.contains("password") || name.contains("secret") || name.contains("token");
  }
}
