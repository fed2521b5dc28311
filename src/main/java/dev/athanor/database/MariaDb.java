package dev.athanor.database;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * MariaDB from 10.6 on, and MySQL from 8.0 on: what is called a schema here is a database there.
 */
public final class MariaDb implements Dialect {
  private static final Duration A_YEAR = Duration.ofDays(365);

  private final String id;
  private final Capabilities capabilities;

  MariaDb(String id, Capabilities capabilities) {
    this.id = id;
    this.capabilities = capabilities;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public SqlSyntax syntax() {
    return SqlSyntax.MYSQL;
  }

  @Override
  public SqlSyntax syntax(Connection connection) throws SQLException {
    return SqlSyntax.ofMode(MariaDbCatalogue.text(connection, "SELECT @@sql_mode"));
  }

  @Override
  public Traits traits(SqlSyntax syntax, String sql) {
    return MariaDbStatement.traits(syntax, sql);
  }

  @Override
  public String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  @Override
  public String driverUrl(String jdbcUrl) {
    // the one driver that we ship speaks to both
    return jdbcUrl.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
  }

  @Override
  public Map<String, String> driverProperties(ConnectionSettings settings) {
    var properties = new LinkedHashMap<String, String>();
    properties.put("connectTimeout", Long.toString(settings.connectTimeout().toMillis()));
    properties.put("tcpKeepAlive", "true");
    // a revision may read no file of the runner's
    properties.put("allowLocalInfile", "false");
    properties.putAll(MariaDbSockets.properties(settings.tls()));
    return properties;
  }

  @Override
  public String address(String jdbcUrl) {
    return ConnectionUrl.address(jdbcUrl, 3306);
  }

  @Override
  public void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException {
    MariaDbSession.configure(connection, settings);
  }

  @Override
  public Optional<String> ownRole(Connection connection) throws SQLException {
    return MariaDbSession.ownRole(connection);
  }

  @Override
  public DatabaseInfo describe(Connection connection) throws SQLException {
    var data = connection.getMetaData();
    return new DatabaseInfo(
        data.getDatabaseProductName(),
        data.getDatabaseProductVersion(),
        MariaDbCatalogue.server(connection) + "/" + MariaDbCatalogue.database(connection));
  }

  @Override
  public TableName locate(Connection connection, ConnectionSettings settings) throws SQLException {
    var given = settings.versionTableSchema().or(settings::schema);
    var schema = given.isPresent() ? given.get() : MariaDbCatalogue.database(connection);
    if (schema.isEmpty()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "the connection has no database to create things in: name one in the URL, as in jdbc:"
              + id
              + "://"
              + address(settings.url())
              + "/shop, or with --schema (spec.database.schema)");
    }
    return new TableName(schema, settings.versionTable());
  }

  @Override
  public Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    return MariaDbCatalogue.columnWidth(connection, table, column);
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    return MariaDbCatalogue.exists(connection, table);
  }

  @Override
  public SchemaContents contents(Connection connection, String schema) throws SQLException {
    return MariaDbSchema.contents(this, connection, schema);
  }

  @Override
  public Set<String> outside(Connection connection, String schema) throws SQLException {
    return MariaDbSchema.outside(connection, schema);
  }

  @Override
  public void dropInAnyOrder(Connection connection) throws SQLException {
    MariaDbCatalogue.execute(connection, "SET SESSION foreign_key_checks = 0");
  }

  @Override
  public String widen(TableName table, String column, int width) {
    return "ALTER TABLE %s MODIFY %s varchar(%d) NOT NULL"
        .formatted(table.quoted(this), column, width);
  }

  @Override
  public Object parameter(Instant instant) {
    // no time zone of the session or of this JVM has a say
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  @Override
  public Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getObject(column, LocalDateTime.class))
        .map(time -> time.toInstant(ZoneOffset.UTC));
  }

  @Override
  public String primaryKey(String constraint, String... columns) {
    return "PRIMARY KEY (" + String.join(", ", columns) + ")";
  }

  @Override
  public String whoExpression() {
    return "REPLACE(SESSION_USER(), '@', ' from ')";
  }

  @Override
  public void checkSession(Connection connection, ConnectionSettings settings) throws SQLException {
    MariaDbSession.check(connection, settings, address(settings.url()));
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(org.mariadb.jdbc.Connection.class).cancelCurrentQuery();
  }

  @Override
  public boolean tryLock(Connection connection, long key) throws SQLException {
    return MariaDbCatalogue.yes(connection, "SELECT GET_LOCK(" + lock(key) + ", 0)");
  }

  @Override
  public boolean holdsLock(Connection connection, long key) throws SQLException {
    return MariaDbCatalogue.yes(
        connection, "SELECT IS_USED_LOCK(" + lock(key) + ") = CONNECTION_ID()");
  }

  @Override
  public Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    return MariaDbCatalogue.lockHolder(connection, lock(key));
  }

  /** One lock for the whole server: the key has the database's name in it. */
  private static String lock(long key) {
    return "'athanor_%016x'".formatted(key);
  }

  @Override
  public AthanorException connectFailure(SQLException failure, ConnectionSettings settings) {
    return MariaDbFailures.connect(failure, settings, address(settings.url()));
  }

  @Override
  public Fault fault(SQLException failure) {
    return MariaDbFailures.fault(failure);
  }

  @Override
  public String said(SQLException failure) {
    return MariaDbFailures.said(failure);
  }

  @Override
  public boolean atomic(Connection connection, Set<String> names) throws SQLException {
    return MariaDbEngines.transactional(connection, names);
  }

  @Override
  public String fingerprint(Connection connection, Set<String> names) throws SQLException {
    return MariaDbFingerprint.of(connection, names);
  }

  @Override
  public Traces traces(Connection connection, String sql, Traits traits, String before)
      throws SQLException {
    return switch (traits.nature()) {
      case TRANSACTIONAL, SESSION, REPEATABLE -> Traces.NOTHING;
      case OPAQUE -> Traces.UNKNOWN;
      case VISIBLE ->
          MariaDbFingerprint.compare(sql, before, fingerprint(connection, traits.names()));
    };
  }

  @Override
  public void forget(Connection connection, Set<String> gives) throws SQLException {
    MariaDbSession.forget(connection, gives);
  }

  /** A limit in whole seconds as these servers want it: at least one, a year for none. */
  static long seconds(Duration limit) {
    return limit.isZero() ? A_YEAR.toSeconds() : Math.max(1, limit.toSeconds());
  }
}
