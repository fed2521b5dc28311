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

/**
 * Oracle from 12.2 on, whose names may be as long as ours. What is a schema here is a user there.
 */
public final class Oracle implements Dialect {
  private static final Pattern COMMITS_ITSELF =
      Pattern.compile(
          "(?is)\\s*(create|alter|drop|rename|truncate|comment|grant|revoke|analyze|audit|noaudit"
              + "|associate|disassociate|flashback|purge)\\b.*");

  private static final Pattern BLOCK = Pattern.compile("(?is)\\s*(call|begin|declare)\\b.*");

  private static final Pattern SETTING =
      Pattern.compile("(?is)\\s*(alter\\s+session|set\\s+role)\\b.*");

  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?is)\\s*(begin|declare|create\\s+(or\\s+replace\\s+)?((non)?editionable\\s+)?"
              + "(function|procedure|package|trigger|type\\s+body))\\b.*[^;\\s]\\s*");

  Oracle() {}

  @Override
  public String id() {
    return "oracle";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.ORACLE;
  }

  @Override
  public SqlSyntax syntax() {
    return SqlSyntax.BATCHES;
  }

  @Override
  public Traits traits(SqlSyntax syntax, String sql) {
    if (SETTING.matcher(sql).matches()) {
      return Traits.of(Nature.SESSION, false);
    }
    if (BLOCK.matcher(sql).matches()) {
      return Traits.of(Nature.OPAQUE, true);
    }
    return Traits.of(
        COMMITS_ITSELF.matcher(sql).matches() ? Nature.OPAQUE : Nature.TRANSACTIONAL, false);
  }

  @Override
  public String runnable(String sql) {
    // a semicolon is part of a program, and of nothing else
    return PROGRAM.matcher(sql).matches() ? sql.stripTrailing() + ";" : sql;
  }

  @Override
  public String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public Map<String, String> driverProperties(ConnectionSettings settings) {
    var properties = new LinkedHashMap<String, String>();
    properties.put(
        "oracle.net.CONNECT_TIMEOUT", Long.toString(settings.connectTimeout().toMillis()));
    properties.put("oracle.net.keepAlive", "true");
    properties.put("v$session.program", "athanor");
    return properties;
  }

  @Override
  public String address(String jdbcUrl) {
    var target = jdbcUrl.replaceFirst("^jdbc:oracle:\\w+:@?(tcps?:)?(//)?", "");
    return target.replaceFirst("[/?].*$", "");
  }

  @Override
  public void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException {
    if (!settings.statementTimeout().isZero()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "a session of Oracle's has no limit for a statement's time: say 0s for --statement-timeout (spec.statementTimeout), and limit the user with a profile if need be");
    }
    var data = connection.getMetaData();
    int version = data.getDatabaseMajorVersion() * 100 + data.getDatabaseMinorVersion();
    if (version < 1202) {
      throw new AthanorException(
          Reason.UNSUPPORTED_DATABASE,
          "this is Oracle %d.%d: names of more than 30 characters, which Athanor's tables have, are there from 12.2 on"
              .formatted(data.getDatabaseMajorVersion(), data.getDatabaseMinorVersion()));
    }
    Query.execute(connection, "SET ROLE ALL");
    Query.execute(
        connection,
        "ALTER SESSION SET CURRENT_SCHEMA = "
            + (settings.schema().isPresent()
                ? quote(settings.schema().get())
                : quote(Query.text(connection, "SELECT USER FROM DUAL"))));
    var patience = settings.tableLockTimeout();
    Query.execute(
        connection,
        "ALTER SESSION SET DDL_LOCK_TIMEOUT = "
            + (patience.isZero() ? 1_000_000 : Math.clamp(patience.toSeconds(), 1, 1_000_000)));
  }

  @Override
  public Optional<String> ownRole(Connection connection) {
    // our tables are named with their schema, and SET ROLE would end the transaction
    return Optional.empty();
  }

  @Override
  public DatabaseInfo describe(Connection connection) throws SQLException {
    return new DatabaseInfo(
        "Oracle",
        connection.getMetaData().getDatabaseProductVersion().lines().findFirst().orElse(""),
        Query.text(
            connection,
            "SELECT SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') || '/'"
                + " || SYS_CONTEXT('USERENV', 'CON_NAME') FROM DUAL"));
  }

  @Override
  public TableName locate(Connection connection, ConnectionSettings settings) throws SQLException {
    var given = settings.versionTableSchema().or(settings::schema);
    var schema = given.isPresent() ? given.get() : Query.text(connection, "SELECT USER FROM DUAL");
    return new TableName(
        capabilities().plain(schema), capabilities().plain(settings.versionTable()));
  }

  @Override
  public Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    var width =
        Query.text(
            connection,
            "SELECT char_length FROM all_tab_columns"
                + " WHERE owner = ? AND table_name = ? AND column_name = ?",
            capabilities().stored(table.schema()),
            capabilities().stored(table.name()),
            capabilities().stored(column));
    return width.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(width));
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    return Query.yes(
        connection,
        "SELECT 1 FROM all_tables WHERE owner = ? AND table_name = ?",
        capabilities().stored(table.schema()),
        capabilities().stored(table.name()));
  }

  @Override
  public SchemaContents contents(Connection connection, String schema) {
    throw notTried();
  }

  @Override
  public List<String> tables(Connection connection, String schema) throws SQLException {
    return Query.texts(
        connection,
        "SELECT table_name FROM all_tables WHERE owner = COALESCE(?, USER)"
            + " AND nested = 'NO' AND secondary = 'N' AND table_name NOT LIKE 'MLOG$%'"
            + " ORDER BY table_name",
        schema.isEmpty() ? "" : capabilities().stored(schema));
  }

  @Override
  public Set<String> outside(Connection connection, String schema) {
    throw notTried();
  }

  private static AthanorException notTried() {
    return new AthanorException(
        Reason.UNSUPPORTED_DATABASE,
        "drop-all is not there for Oracle, on which it was never tried: DROP USER … CASCADE, and create the user again");
  }

  @Override
  public String widen(TableName table, String column, int width) {
    return "ALTER TABLE %s MODIFY %s %s"
        .formatted(table.quoted(this), column, capabilities().id(width));
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
    return "CONSTRAINT " + quote(constraint) + " PRIMARY KEY (" + String.join(", ", columns) + ")";
  }

  @Override
  public String whoExpression() {
    return "SYS_CONTEXT('USERENV', 'SESSION_USER') || ' from '"
        + " || SYS_CONTEXT('USERENV', 'HOST')";
  }

  @Override
  public void checkSession(Connection connection, ConnectionSettings settings) {
    // a shared or pooled server keeps the session for as long as we are connected
  }

  @Override
  public boolean tryLock(Connection connection, long key) throws SQLException {
    return OracleLock.tryLock(connection, key);
  }

  @Override
  public boolean holdsLock(Connection connection, long key) throws SQLException {
    return OracleLock.held(connection, key);
  }

  @Override
  public Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    return OracleLock.holder(connection, key);
  }

  @Override
  public AthanorException connectFailure(SQLException failure, ConnectionSettings settings) {
    return OracleFailures.connect(failure, settings, address(settings.url()));
  }

  @Override
  public Fault fault(SQLException failure) {
    return OracleFailures.fault(failure);
  }

  @Override
  public String said(SQLException failure) {
    return OracleFailures.said(failure);
  }

  @Override
  public Traces traces(Connection connection, String sql, Traits traits, String before) {
    return switch (traits.nature()) {
      case TRANSACTIONAL, SESSION, REPEATABLE -> Traces.NOTHING;
      case VISIBLE, OPAQUE -> Traces.UNKNOWN;
    };
  }
}
