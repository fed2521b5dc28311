package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What PostgreSQL's catalogue is asked. */
final class PostgreSqlCatalogue {
  private PostgreSqlCatalogue() {}

  /** The one text that a query answers; empty for NULL. */
  static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var value = rows.next() ? rows.getString(1) : null;
      return value == null ? "" : value;
    }
  }

  static boolean yes(Connection connection, String sql) throws SQLException {
    return text(connection, sql).equals("t");
  }

  /** The cluster's own number; where that is not for us to see, what tells it apart best. */
  static String cluster(Connection connection) throws SQLException {
    try {
      return text(connection, "SELECT system_identifier FROM pg_control_system()");
    } catch (SQLException notPermitted) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      // created with the cluster, kept by its replicas; two databases' oids rarely agree
      return text(
          connection,
          "SELECT coalesce(host(inet_server_addr()), 'local') || ':' || coalesce("
              + "inet_server_port(), 0) || '#' || oid FROM pg_database"
              + " WHERE datname = current_database()");
    }
  }

  /** Where an unqualified name is found, else where it would be created. */
  static TableName onSearchPath(Connection connection, String table) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relname = ? AND c.relkind IN ('r', 'p')"
                + " AND pg_table_is_visible(c.oid)")) {
      query.setString(1, table);
      try (var rows = query.executeQuery()) {
        if (rows.next()) {
          return new TableName(rows.getString(1), table);
        }
      }
    }
    var schema = text(connection, "SELECT current_schema()");
    if (schema.isEmpty()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "the connection has no schema to create things in (search_path is "
              + text(connection, "SHOW search_path")
              + "): name one with --schema (spec.database.schema)");
    }
    return new TableName(schema, table);
  }

  static Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 END"
                + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ?"
                + " WHERE n.nspname = ? AND c.relname = ? AND NOT a.attisdropped")) {
      query.setString(1, column);
      query.setString(2, table.schema());
      query.setString(3, table.name());
      try (var rows = query.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        int width = rows.getInt(1);
        return Optional.of(rows.wasNull() ? Integer.MAX_VALUE : width);
      }
    }
  }

  static boolean exists(Connection connection, TableName table) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname = ? AND c.relname = ?")) {
      query.setString(1, table.schema());
      query.setString(2, table.name());
      try (var rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** The condition on {@code pg_locks l} that means one 64-bit advisory lock of this database. */
  static String advisory(long key) {
    return "l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = "
        + (key >>> 32)
        + " AND l.objid = "
        + (key & 0xffffffffL)
        + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";
  }

  static Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException {
    var sql =
        "SELECT 'process ' || l.pid || coalesce(', ' || nullif(a.application_name, ''), '')"
            + " || coalesce(', from ' || host(a.client_addr), '')"
            + " || coalesce(', connected since ' || to_char(a.backend_start AT TIME ZONE 'UTC',"
            + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')"
            + " || coalesce(', ' || a.state || ' since ' || to_char(CASE a.state WHEN 'active'"
            + " THEN a.query_start ELSE a.state_change END AT TIME ZONE 'UTC',"
            + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')"
            + " FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE "
            + advisory(key);
    var text = text(connection, sql);
    return text.isEmpty() ? Optional.empty() : Optional.of(new LockHolder(text));
  }
}
