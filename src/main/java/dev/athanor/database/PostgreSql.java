package dev.athanor.database;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/** PostgreSQL from version 12 on, and what speaks its protocol faithfully. */
public final class PostgreSql implements Dialect {
  /** Says that the pooler in between keeps one session for each of its clients. */
  static final String SESSION_POOLER = "athanor.pooler";

  private static final Set<String> TRY_AGAIN = Set.of("55P03", "40P01", "40001");
  private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "25P03");

  private static final Set<String> FULL = Set.of("53100", "53200");

  PostgreSql() {}

  @Override
  public String id() {
    return "postgresql";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.POSTGRESQL;
  }

  @Override
  public SqlSyntax syntax() {
    return SqlSyntax.POSTGRESQL;
  }

  @Override
  public Traits traits(SqlSyntax syntax, String sql) {
    return PostgreSqlStatement.traits(sql);
  }

  @Override
  public Map<String, String> driverProperties(ConnectionSettings settings) {
    var seconds = Long.toString(Math.max(1, settings.connectTimeout().toSeconds()));
    var properties = new LinkedHashMap<String, String>();
    properties.put("connectTimeout", seconds);
    properties.put("tcpKeepAlive", "true");
    properties.put("socketFactory", KeptAlive.class.getName());
    // statements run once: a cache of prepared ones would only go stale when tables change
    properties.put("prepareThreshold", "0");
    if (address(settings.url()).contains(",")) {
      // of several servers the one that takes writes
      properties.put("targetServerType", "primary");
    }
    properties.putAll(PostgreSqlSockets.properties(settings.tls()));
    return properties;
  }

  @Override
  public String address(String jdbcUrl) {
    return ConnectionUrl.address(jdbcUrl, 5432);
  }

  @Override
  public void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException {
    var sql = new ArrayList<String>();
    sql.add("RESET SESSION AUTHORIZATION");
    sql.add("RESET ROLE");
    sql.add("RESET ALL");
    // what else a revision leaves in its session: the next one must not find it only when both run
    // at once
    sql.add("CLOSE ALL");
    sql.add("DEALLOCATE ALL");
    sql.add("DISCARD SEQUENCES");
    sql.add("DISCARD TEMP");
    // as files are read
    sql.add("SET standard_conforming_strings = on");
    sql.add("SET application_name = " + literal("athanor " + purpose));
    sql.add("SET statement_timeout = " + settings.statementTimeout().toMillis());
    sql.add("SET lock_timeout = " + settings.tableLockTimeout().toMillis());
    sql.add("SET idle_in_transaction_session_timeout = 0");
    // nobody sees them, and the driver would keep every one of a million until the statement ends
    sql.add("SET client_min_messages = error");
    // what forgets quiet connections, such as a load balancer, is reminded while a statement runs
    sql.add("SET tcp_keepalives_idle = 60");
    sql.add("SET tcp_keepalives_interval = 10");
    sql.add("SET tcp_keepalives_count = 6");
    if (connection.getMetaData().getDatabaseMajorVersion() >= 14) {
      // a killed runner's statement ends within a second, and with it the lock
      sql.add("SET client_connection_check_interval = '1s'");
    }
    if (settings.schema().isPresent()) {
      sql.add(
          "SELECT pg_catalog.set_config('search_path', "
              + literal(quote(settings.schema().get()))
              + " || ', ' || pg_catalog.current_setting('search_path'), false)");
    }
    try (var statement = connection.createStatement()) {
      statement.execute(String.join("; ", sql));
    } catch (SQLException e) {
      if (!"22023".equals(e.getSQLState())) {
        throw e;
      }
      // a server on an operating system that cannot watch its clients
      sql.removeIf(part -> part.contains("client_connection_check_interval"));
      try (var statement = connection.createStatement()) {
        statement.execute(String.join("; ", sql));
      }
    }
  }

  @Override
  public Optional<String> ownRole(Connection connection) throws SQLException {
    // it is the revision's again once the transaction ends
    execute(connection, "SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL role TO DEFAULT");
    return Optional.empty();
  }

  @Override
  public Optional<String> waitForTables(Connection connection, String sql) throws SQLException {
    if (!PostgreSqlStatement.concurrent(sql)) {
      return Optional.empty();
    }
    var limit = PostgreSqlCatalogue.text(connection, "SHOW lock_timeout");
    execute(connection, "SET lock_timeout = 0");
    return Optional.of("SET lock_timeout = " + literal(limit));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public String literal(String text) {
    return quoted(text);
  }

  static String quoted(String text) {
    var escaped = text.replace("'", "''");
    return escaped.contains("\\")
        ? "E'" + escaped.replace("\\", "\\\\") + "'"
        : "'" + escaped + "'";
  }

  @Override
  public DatabaseInfo describe(Connection connection) throws SQLException {
    var version = connection.getMetaData().getDatabaseProductVersion();
    var database = PostgreSqlCatalogue.text(connection, "SELECT current_database()");
    return new DatabaseInfo(
        "PostgreSQL", version, PostgreSqlCatalogue.cluster(connection) + "/" + database);
  }

  @Override
  public TableName locate(Connection connection, ConnectionSettings settings) throws SQLException {
    var given = settings.versionTableSchema().or(settings::schema);
    return given.isPresent()
        ? new TableName(given.get(), settings.versionTable())
        : PostgreSqlCatalogue.onSearchPath(connection, settings.versionTable());
  }

  @Override
  public Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    return PostgreSqlCatalogue.columnWidth(connection, table, column);
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    return PostgreSqlCatalogue.exists(connection, table);
  }

  @Override
  public SchemaContents contents(Connection connection, String schema) throws SQLException {
    return PostgreSqlSchema.contents(connection, schema);
  }

  @Override
  public Set<String> outside(Connection connection, String schema) throws SQLException {
    return PostgreSqlSchema.outside(connection, schema);
  }

  @Override
  public String widen(TableName table, String column, int width) {
    return "ALTER TABLE %s ALTER COLUMN %s TYPE varchar(%d)"
        .formatted(table.quoted(this), column, width);
  }

  @Override
  public Object parameter(Instant instant) {
    return Timestamp.from(instant);
  }

  @Override
  public Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getTimestamp(column)).map(Timestamp::toInstant);
  }

  @Override
  public String primaryKey(String constraint, String... columns) {
    return "CONSTRAINT " + quote(constraint) + " PRIMARY KEY (" + String.join(", ", columns) + ")";
  }

  @Override
  public String whoExpression() {
    return "session_user || coalesce(' from ' || host(inet_client_addr()), '')";
  }

  @Override
  public void checkSession(Connection connection, ConnectionSettings settings) throws SQLException {
    CockroachDb.refuse(connection);
    // a pooler invents the process id that the driver was told when it connected
    int told = connection.unwrap(PGConnection.class).getBackendPID();
    int real = Integer.parseInt(PostgreSqlCatalogue.text(connection, "SELECT pg_backend_pid()"));
    if (told != real && !"session".equals(settings.properties().get(SESSION_POOLER))) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "a connection pooler such as PgBouncer answers at "
              + address(settings.url())
              + ": the lock belongs to one session and a pooler in transaction mode would lose it."
              + " Connect to the database itself, or, if the pooler works in session mode, say so"
              + " with the property "
              + SESSION_POOLER
              + "=session");
    }
  }

  @Override
  public void checkWritable(Connection connection, ConnectionSettings settings)
      throws SQLException {
    if (PostgreSqlCatalogue.text(connection, "SHOW transaction_read_only").equals("off")) {
      return;
    }
    boolean standby = PostgreSqlCatalogue.yes(connection, "SELECT pg_is_in_recovery()");
    throw new AthanorException(
        Reason.DATABASE_READ_ONLY,
        "the database at %s (server %s) takes no writes: %s"
            .formatted(
                address(settings.url()),
                PostgreSqlCatalogue.text(
                    connection,
                    "SELECT coalesce(host(inet_server_addr()), 'local') || coalesce(' ' ||"
                        + " nullif(current_setting('cluster_name'), ''), '')"),
                standby
                    ? "it is a standby. Wait while a failover is under way, else connect to the primary"
                    : "default_transaction_read_only is on for it, this database or this user. Turn it off, or wait until whoever turned it on is done"));
  }

  @Override
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  public boolean tryLock(Connection connection, long key) throws SQLException {
    return PostgreSqlCatalogue.yes(connection, "SELECT pg_try_advisory_lock(" + key + ")");
  }

  @Override
  public boolean holdsLock(Connection connection, long key) throws SQLException {
    return PostgreSqlCatalogue.yes(
        connection,
        "SELECT EXISTS (SELECT FROM pg_locks l WHERE l.pid = pg_backend_pid() AND "
            + PostgreSqlCatalogue.advisory(key)
            + ")");
  }

  @Override
  public Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    return PostgreSqlCatalogue.lockHolder(connection, key);
  }

  @Override
  public AthanorException connectFailure(SQLException failure, ConnectionSettings settings) {
    return PostgreSqlFailures.connect(failure, settings, address(settings.url()));
  }

  @Override
  public Fault fault(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    if (state.startsWith("08") || SERVER_GONE.contains(state)) {
      return Fault.LOST;
    }
    if (TRY_AGAIN.contains(state)) {
      return Fault.BUSY;
    }
    if (FULL.contains(state)) {
      return Fault.FULL;
    }
    return switch (state) {
      case "42501" -> Fault.NO_PRIVILEGE;
      case "3F000" -> Fault.NO_SCHEMA;
      case "42P01" -> Fault.NO_TABLE;
      case "25006" -> Fault.READ_ONLY;
      case "25001" -> Fault.NOT_IN_TRANSACTION;
      default -> Fault.OTHER;
    };
  }

  @Override
  public String said(SQLException failure) {
    return String.valueOf(failure.getMessage())
        .replaceFirst("^ERROR: ", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Override
  public Traces traces(Connection connection, String sql, Traits traits, String before)
      throws SQLException {
    return PostgreSqlTraces.of(connection, sql, traits.nature());
  }
}
