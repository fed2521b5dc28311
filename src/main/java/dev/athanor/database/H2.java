package dev.athanor.database;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** H2 from version 2 on, in its own process or behind its server. */
public final class H2 implements Dialect {
  private static final String PUBLIC = "public";

  private static final Pattern SCHEMA = Pattern.compile("(?i);SCHEMA=([^;]+)");

  H2() {}

  @Override
  public String id() {
    return "h2";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.H2;
  }

  @Override
  public SqlSyntax syntax() {
    return SqlSyntax.POSTGRESQL;
  }

  @Override
  public Traits traits(SqlSyntax syntax, String sql) {
    return H2Statement.traits(sql);
  }

  @Override
  public String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public Map<String, String> driverProperties(ConnectionSettings settings) {
    return Map.of();
  }

  @Override
  public String address(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:h2:", "").replaceFirst("(?s);.*$", "");
  }

  @Override
  public void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException {
    var patience = settings.tableLockTimeout();
    Query.execute(
        connection,
        "SET LOCK_TIMEOUT " + (patience.isZero() ? Integer.MAX_VALUE : patience.toMillis()));
    Query.execute(connection, "SET QUERY_TIMEOUT " + settings.statementTimeout().toMillis());
    Query.execute(connection, "SET SCHEMA " + quote(schema(settings)));
  }

  /** Where a session begins, and so each step. */
  private static String schema(ConnectionSettings settings) {
    var inUrl = SCHEMA.matcher(settings.url());
    return settings.schema().orElseGet(() -> inUrl.find() ? inUrl.group(1) : PUBLIC);
  }

  @Override
  public Optional<String> ownRole(Connection connection) {
    // a role is had, not taken
    return Optional.empty();
  }

  @Override
  public DatabaseInfo describe(Connection connection) throws SQLException {
    return new DatabaseInfo(
        "H2",
        connection.getMetaData().getDatabaseProductVersion(),
        Query.text(connection, "SELECT DATABASE_PATH()")
            + "#"
            + Query.text(connection, "SELECT DATABASE()"));
  }

  @Override
  public TableName locate(Connection connection, ConnectionSettings settings) {
    var names = capabilities();
    return new TableName(
        names.plain(settings.versionTableSchema().orElseGet(() -> schema(settings))),
        names.plain(settings.versionTable()));
  }

  @Override
  public Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    var names = capabilities();
    return Query.columnWidth(
        connection, names.stored(table.schema()), names.stored(table.name()), names.stored(column));
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    var names = capabilities();
    return Query.tableExists(connection, names.stored(table.schema()), names.stored(table.name()));
  }

  @Override
  public SchemaContents contents(Connection connection, String schema) throws SQLException {
    return H2Schema.contents(this, connection, schema);
  }

  @Override
  public Set<String> outside(Connection connection, String schema) throws SQLException {
    return H2Schema.outside(this, connection, schema);
  }

  @Override
  public String widen(TableName table, String column, int width) {
    return "ALTER TABLE %s ALTER COLUMN %s varchar(%d)"
        .formatted(table.quoted(this), column, width);
  }

  @Override
  public Object parameter(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public String primaryKey(String constraint, String... columns) {
    return "CONSTRAINT " + quote(constraint) + " PRIMARY KEY (" + String.join(", ", columns) + ")";
  }

  @Override
  public String whoExpression() {
    return "CURRENT_USER || COALESCE(' from ' || (SELECT CLIENT_ADDR FROM"
        + " INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID()), '')";
  }

  @Override
  public void checkSession(Connection connection, ConnectionSettings settings) {
    // nothing stands between a client and its session
  }

  @Override
  public boolean tryLock(Connection connection, long key) throws SQLException {
    return H2Lock.tryLock(connection, key);
  }

  @Override
  public boolean holdsLock(Connection connection, long key) throws SQLException {
    return H2Lock.held(connection, key);
  }

  @Override
  public Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    return H2Lock.holder(connection, key);
  }

  @Override
  public AthanorException connectFailure(SQLException failure, ConnectionSettings settings) {
    var address = address(settings.url());
    return switch (failure.getErrorCode()) {
      case 28000 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the database %s refuses user '%s': check the user and the password"
                  .formatted(address, settings.username().orElse("")),
              failure);
      case 90020 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "another process has the database %s open: wait for it, or let both reach it through H2's server or with AUTO_SERVER=TRUE"
                  .formatted(address),
              failure);
      case 90146, 90149 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "there is no database %s yet: create it, or correct its name".formatted(address),
              failure);
      case 90011, 90031, 90046, 90088, 90113 ->
          new AthanorException(
              Reason.INVALID_CONFIGURATION,
              "the URL of the database %s is not one that H2 takes: %s"
                  .formatted(address, said(failure)),
              failure);
      default ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the database %s (%s): check host, port, file and network policy"
                  .formatted(address, ConnectionUrl.cause(failure)),
              failure);
    };
  }

  @Override
  public Fault fault(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case 90067, 90098, 90121, 90007 -> Fault.LOST;
      case 50200, 40001, 90131, 90135 -> Fault.BUSY;
      case 90096, 90040 -> Fault.NO_PRIVILEGE;
      case 90079 -> Fault.NO_SCHEMA;
      case 90097 -> Fault.READ_ONLY;
      default -> String.valueOf(failure.getSQLState()).startsWith("08") ? Fault.LOST : Fault.OTHER;
    };
  }

  @Override
  public String said(SQLException failure) {
    return String.valueOf(failure.getMessage())
        .replaceFirst("(?s); SQL statement:.*$", "")
        .replaceFirst(" ?\\[\\d+-\\d+\\]$", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Override
  public String fingerprint(Connection connection, Set<String> names) throws SQLException {
    return H2Statement.fingerprint(connection, names);
  }

  @Override
  public Traces traces(Connection connection, String sql, Traits traits, String before)
      throws SQLException {
    return switch (traits.nature()) {
      case TRANSACTIONAL, SESSION, REPEATABLE -> Traces.NOTHING;
      case OPAQUE -> Traces.UNKNOWN;
      case VISIBLE ->
          before.equals(fingerprint(connection, traits.names())) ? Traces.NOTHING : Traces.DONE;
    };
  }
}
