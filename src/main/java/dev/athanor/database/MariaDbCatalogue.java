package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What MariaDB's and MySQL's information schema is asked. */
final class MariaDbCatalogue {
  private MariaDbCatalogue() {}

  /** The one text that a query answers; empty for NULL. */
  static String text(Connection connection, String sql, String... values) throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (var rows = query.executeQuery()) {
        var value = rows.next() ? rows.getString(1) : null;
        return value == null ? "" : value;
      }
    }
  }

  /** The first column of what a query answers. */
  static List<String> column(Connection connection, String sql, String... values)
      throws SQLException {
    var column = new ArrayList<String>();
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          column.add(rows.getString(1));
        }
      }
    }
    return column;
  }

  static boolean yes(Connection connection, String sql, String... values) throws SQLException {
    return text(connection, sql, values).equals("1");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A server's variable; empty when it knows none of that name. */
  static String variable(Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW GLOBAL VARIABLES LIKE '" + name + "'")) {
      return rows.next() ? rows.getString(2) : "";
    }
  }

  static String database(Connection connection) throws SQLException {
    return text(connection, "SELECT DATABASE()");
  }

  /** The server's own number, else what tells it apart best. */
  static String server(Connection connection) throws SQLException {
    for (var name : new String[] {"server_uuid", "server_uid"}) {
      var value = variable(connection, name);
      if (!value.isEmpty()) {
        return value;
      }
    }
    return text(connection, "SELECT CONCAT(@@hostname, ':', @@port, '#', @@server_id)");
  }

  static boolean exists(Connection connection, TableName table) throws SQLException {
    return yes(
        connection,
        "SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?",
        table.schema(),
        table.name());
  }

  static Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException {
    var width =
        text(
            connection,
            "SELECT character_maximum_length FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? AND column_name = ?",
            table.schema(),
            table.name(),
            column);
    return width.isEmpty()
        ? Optional.empty()
        : Optional.of((int) Math.min(Integer.MAX_VALUE, Long.parseLong(width)));
  }

  /** Who has the lock; what a user without the PROCESS privilege may not see is left out. */
  static Optional<LockHolder> lockHolder(Connection connection, String lock) throws SQLException {
    var text =
        text(
            connection,
            "SELECT CONCAT('connection ', l.id, COALESCE(CONCAT(', ', p.user, ' from ', p.host,"
                + " ', ', LOWER(p.command), ' since ',"
                + " DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL p.time SECOND, '%Y-%m-%dT%H:%i:%sZ')), ''))"
                + " FROM (SELECT IS_USED_LOCK("
                + lock
                + ") AS id) l LEFT JOIN information_schema.processlist p ON p.id = l.id"
                + " WHERE l.id IS NOT NULL");
    return text.isEmpty() ? Optional.empty() : Optional.of(new LockHolder(text));
  }
}
