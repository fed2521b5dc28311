package dev.athanor.database;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** SQL Server from 2016 on, and Azure SQL. */
public final class SqlServer implements Dialect {
  private static final Pattern NO_TRANSACTION =
      Pattern.compile(
          "(?is)\\s*((create|alter|drop)\\s+(database|fulltext)\\b|backup\\b|restore\\b"
              + "|reconfigure\\b|kill\\b|shutdown\\b|checkpoint\\b).*");

  SqlServer() {}

  @Override
  public String id() {
    return "sqlserver";
  }

  @Override
  public String liquibaseName() {
    return "mssql";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.SQL_SERVER;
  }

  @Override
  public SqlSyntax syntax() {
    return SqlSyntax.BATCHES;
  }

  @Override
  public Traits traits(SqlSyntax syntax, String sql) {
    return Traits.of(
        NO_TRANSACTION.matcher(sql).matches() ? Nature.OPAQUE : Nature.TRANSACTIONAL, false);
  }

  @Override
  public String literal(String text) {
    return "N'" + text.replace("'", "''") + "'";
  }

  @Override
  public Map<String, String> driverProperties(ConnectionSettings settings) {
    var properties = new LinkedHashMap<String, String>();
    properties.put(
        "loginTimeout", Long.toString(Math.max(1, settings.connectTimeout().toSeconds())));
    properties.put("applicationName", "athanor");
    // the server has no limit of its own for a statement: the driver ends it
    if (!settings.statementTimeout().isZero()) {
      properties.put(
          "queryTimeout", Long.toString(Math.max(1, settings.statementTimeout().toSeconds())));
    }
    return properties;
  }

  @Override
  public String address(String jdbcUrl) {
    return ConnectionUrl.address(jdbcUrl.replaceFirst("(?s);.*$", ""), 1433);
  }

  @Override
  public void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException {
    SqlServerSession.configure(connection, settings);
  }

  @Override
  public Optional<String> ownRole(Connection connection) throws SQLException {
    SqlServerSession.ownRole(connection);
    // nothing tells whose place it was
    return Optional.empty();
  }

  @Override
  public DatabaseInfo describe(Connection connection) throws SQLException {
    return new DatabaseInfo(
        "SQL Server",
        connection.getMetaData().getDatabaseProductVersion(),
        Query.text(connection, "SELECT CONCAT(@@SERVERNAME, '/', DB_NAME())"));
  }

  @Override
  public TableName locate(Connection connection, ConnectionSettings settings) throws SQLException {
    var given = settings.versionTableSchema().or(settings::schema);
    var schema = given.isPresent() ? given.get() : Query.text(connection, "SELECT SCHEMA_NAME()");
    // as the catalogue spells it: another spelling may be the same table, and would be another lock
    var spelt =
        Query.text(
            connection,
            "SELECT CONCAT(s.name, '.', t.name) FROM sys.tables t JOIN sys.schemas s"
                + " ON s.schema_id = t.schema_id WHERE s.name = ? AND t.name = ?",
            schema,
            settings.versionTable());
    var table = settings.versionTable();
    return spelt.length() == schema.length() + 1 + table.length()
        ? new TableName(spelt.substring(0, schema.length()), spelt.substring(schema.length() + 1))
        : new TableName(schema, table);
  }

  @Override
  public Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    return Query.columnWidth(connection, table.schema(), table.name(), column);
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    return Query.tableExists(connection, table.schema(), table.name());
  }

  @Override
  public SchemaContents contents(Connection connection, String schema) {
    throw notTried();
  }

  @Override
  public List<String> tables(Connection connection, String schema) throws SQLException {
    return Query.texts(
        connection,
        "SELECT name FROM sys.tables WHERE schema_id = SCHEMA_ID(COALESCE(NULLIF(?, ''), SCHEMA_NAME()))"
            + " AND is_ms_shipped = 0 ORDER BY name",
        schema);
  }

  @Override
  public Set<String> outside(Connection connection, String schema) {
    throw notTried();
  }

  private static AthanorException notTried() {
    return new AthanorException(
        Reason.UNSUPPORTED_DATABASE,
        "drop-all is not there for SQL Server, on which it was never tried: drop the database and create it again");
  }

  @Override
  public String widen(TableName table, String column, int width) {
    return "ALTER TABLE %s ALTER COLUMN %s %s NOT NULL"
        .formatted(table.quoted(this), column, capabilities().id(width));
  }

  @Override
  public Object parameter(Instant instant) {
    // no time zone of this JVM has a say
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  @Override
  public Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getObject(column, LocalDateTime.class))
        .map(time -> time.toInstant(ZoneOffset.UTC));
  }

  @Override
  public String primaryKey(String constraint, String... columns) {
    return "CONSTRAINT " + quote(constraint) + " PRIMARY KEY (" + String.join(", ", columns) + ")";
  }

  @Override
  public String whoExpression() {
    return "CONCAT(SUSER_SNAME(), ' from ', CONVERT(nvarchar(64),"
        + " CONNECTIONPROPERTY('client_net_address')))";
  }

  @Override
  public void checkSession(Connection connection, ConnectionSettings settings) {
    // no pooler that shares sessions speaks this protocol
  }

  @Override
  public boolean tryLock(Connection connection, long key) throws SQLException {
    return SqlServerSession.tryLock(connection, lock(key));
  }

  @Override
  public boolean holdsLock(Connection connection, long key) throws SQLException {
    return SqlServerSession.holdsLock(connection, lock(key));
  }

  @Override
  public Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    return SqlServerSession.lockHolder(connection, lock(key));
  }

  private static String lock(long key) {
    return "athanor_%016x".formatted(key);
  }

  @Override
  public AthanorException connectFailure(SQLException failure, ConnectionSettings settings) {
    return SqlServerFailures.connect(failure, settings, address(settings.url()));
  }

  @Override
  public Fault fault(SQLException failure) {
    return SqlServerFailures.fault(failure);
  }

  @Override
  public String said(SQLException failure) {
    return String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
  }

  @Override
  public Traces traces(Connection connection, String sql, Traits traits, String before) {
    return switch (traits.nature()) {
      case TRANSACTIONAL, SESSION, REPEATABLE -> Traces.NOTHING;
      case VISIBLE, OPAQUE -> Traces.UNKNOWN;
    };
  }
}
