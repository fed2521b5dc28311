package dev.athanor.database;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** SQLite from version 3.35 on: one file, one writer, no server. */
public final class Sqlite implements Dialect {
  private static final String MAIN = "main";

  /** As wide for every instant, so that text sorts as time does; SQLite's own functions read it. */
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern VACUUM = Pattern.compile("(?is)\\s*vacuum\\b.*");
  private static final Pattern SETTING = Pattern.compile("(?is)\\s*(attach|detach|pragma)\\b.*");
  private static final Pattern FOREIGN_KEYS = Pattern.compile("[?&]foreign_keys=(\\w+)");

  Sqlite() {}

  @Override
  public String id() {
    return "sqlite";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.SQLITE;
  }

  @Override
  public SqlSyntax syntax() {
    return SqlSyntax.POSTGRESQL;
  }

  @Override
  public Traits traits(SqlSyntax syntax, String sql) {
    if (SETTING.matcher(sql).matches()) {
      return Traits.of(Nature.SESSION, false);
    }
    return Traits.of(
        VACUUM.matcher(sql).matches() ? Nature.REPEATABLE : Nature.TRANSACTIONAL, false);
  }

  @Override
  public String literal(String text) {
    return quoted(text);
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public Map<String, String> driverProperties(ConnectionSettings settings) {
    // a step has the one place of a writer from its beginning, or waits for it there
    return Map.of("transaction_mode", "IMMEDIATE");
  }

  @Override
  public String address(String jdbcUrl) {
    return jdbcUrl.replaceFirst("^jdbc:sqlite:", "").replaceFirst("\\?.*$", "");
  }

  @Override
  public void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException {
    if (!settings.statementTimeout().isZero()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "SQLite has no limit for a statement's time: say 0s for --statement-timeout (spec.statementTimeout)");
    }
    requireMain(settings.schema());
    requireMain(settings.versionTableSchema());
    var patience = settings.tableLockTimeout();
    Query.text(
        connection,
        "PRAGMA busy_timeout = " + (patience.isZero() ? Integer.MAX_VALUE : patience.toMillis()));
    // a revision that rebuilds tables may have switched them off
    Query.execute(connection, "PRAGMA foreign_keys = " + foreignKeys(settings));
    try {
      // connecting alone does not open the file
      Query.text(connection, "PRAGMA schema_version");
    } catch (SQLException e) {
      throw connectFailure(e, settings);
    }
  }

  private static String foreignKeys(ConnectionSettings settings) {
    var inUrl = FOREIGN_KEYS.matcher(settings.url());
    return settings
        .properties()
        .getOrDefault("foreign_keys", inUrl.find() ? inUrl.group(1) : "false");
  }

  private static void requireMain(Optional<String> schema) {
    if (schema.isPresent() && !schema.get().equalsIgnoreCase(MAIN)) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "SQLite has no schema '%s': a file has one, main. Leave the schema away"
              .formatted(schema.get()));
    }
  }

  @Override
  public Optional<String> ownRole(Connection connection) {
    // there are no roles
    return Optional.empty();
  }

  @Override
  public DatabaseInfo describe(Connection connection) throws SQLException {
    return new DatabaseInfo(
        "SQLite", connection.getMetaData().getDatabaseProductVersion(), file(connection));
  }

  /** The database's file; empty for one in memory. */
  static String file(Connection connection) throws SQLException {
    return Query.text(connection, "SELECT file FROM pragma_database_list WHERE name = 'main'");
  }

  @Override
  public TableName locate(Connection connection, ConnectionSettings settings) {
    return new TableName(MAIN, settings.versionTable());
  }

  @Override
  public Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    // the width that a column declares is not kept to
    return exists(connection, table) ? Optional.of(Integer.MAX_VALUE) : Optional.empty();
  }

  @Override
  public boolean exists(Connection connection, TableName table) throws SQLException {
    return Query.yes(
        connection,
        "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE",
        table.name());
  }

  @Override
  public SchemaContents contents(Connection connection, String schema) throws SQLException {
    var objects = new ArrayList<SchemaObject>();
    try (var query =
            connection.prepareStatement(
                "SELECT type, name FROM main.sqlite_master WHERE type IN ('view', 'table')"
                    + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type DESC, name");
        var rows = query.executeQuery()) {
      while (rows.next()) {
        var kind = rows.getString(1);
        var name = new TableName(MAIN, rows.getString(2)).quoted(this);
        objects.add(new SchemaObject(kind, name, "DROP " + kind + " IF EXISTS " + name));
      }
    }
    return new SchemaContents(file(connection), MAIN, objects);
  }

  @Override
  public Set<String> outside(Connection connection, String schema) {
    return Set.of();
  }

  @Override
  public String widen(TableName table, String column, int width) {
    throw new IllegalStateException("no column of SQLite's is too narrow");
  }

  @Override
  public Object parameter(Instant instant) {
    return INSTANT.format(instant);
  }

  @Override
  public Optional<Instant> instant(ResultSet rows, String column) throws SQLException {
    return Optional.ofNullable(rows.getString(column)).map(Instant::parse);
  }

  @Override
  public String primaryKey(String constraint, String... columns) {
    return "CONSTRAINT " + quote(constraint) + " PRIMARY KEY (" + String.join(", ", columns) + ")";
  }

  @Override
  public String whoExpression() {
    return literal(LocalProcess.description());
  }

  @Override
  public void checkSession(Connection connection, ConnectionSettings settings) throws SQLException {
    if (file(connection).isEmpty()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "a SQLite database in memory is gone with its connection: name a file, as in jdbc:sqlite:shop.db");
    }
  }

  @Override
  public boolean tryLock(Connection connection, long key) throws SQLException {
    // one for the file, whatever the table: there is one writer anyway
    return SqliteLock.tryLock(connection);
  }

  @Override
  public boolean holdsLock(Connection connection, long key) throws SQLException {
    return SqliteLock.held(connection);
  }

  @Override
  public Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    return SqliteLock.holder(connection);
  }

  @Override
  public AthanorException connectFailure(SQLException failure, ConnectionSettings settings) {
    var file = address(settings.url());
    return switch (failure.getErrorCode()) {
      case 14 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the file %s cannot be opened: is its folder there, and may this user write in it?"
                  .formatted(file),
              failure);
      case 26 ->
          new AthanorException(
              Reason.INVALID_CONFIGURATION,
              "the file %s is not a SQLite database: name another".formatted(file),
              failure);
      default ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the file %s: %s".formatted(file, said(failure)),
              failure);
    };
  }

  @Override
  public Fault fault(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case 5, 6 -> Fault.BUSY;
      case 3, 23 -> Fault.NO_PRIVILEGE;
      case 8 -> Fault.READ_ONLY;
      case 13 -> Fault.FULL;
      default ->
          String.valueOf(failure.getMessage()).contains("within a transaction")
              ? Fault.NOT_IN_TRANSACTION
              : Fault.OTHER;
    };
  }

  @Override
  public String said(SQLException failure) {
    return String.valueOf(failure.getMessage())
        .replaceFirst("(?s)^\\[SQLITE_\\w+\\] .* \\((.*)\\)$", "$1")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Override
  public Traces traces(Connection connection, String sql, Traits traits, String before) {
    // what cannot be in a transaction here may as well run again
    return Traces.NOTHING;
  }
}
