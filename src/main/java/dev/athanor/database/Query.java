package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The short questions that dialects ask. */
final class Query {
  private Query() {}

  /** The one text that a query answers; empty for NULL and for no row. */
  static String text(Connection connection, String sql, Object... values) throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (var rows = query.executeQuery()) {
        var value = rows.next() ? rows.getString(1) : null;
        return value == null ? "" : value;
      }
    }
  }

  /** The texts that a query answers, one a row. */
  static List<String> texts(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      var texts = new ArrayList<String>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  /** Whether a query answers 1. */
  static boolean yes(Connection connection, String sql, Object... values) throws SQLException {
    return text(connection, sql, values).equals("1");
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whether the standard's catalogue has a table. */
  static boolean tableExists(Connection connection, String schema, String table)
      throws SQLException {
    return yes(
        connection,
        "SELECT 1 FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?",
        schema,
        table);
  }

  /** The width that the standard's catalogue has for a column; the largest for no limit. */
  static Optional<Integer> columnWidth(
      Connection connection, String schema, String table, String column) throws SQLException {
    var width =
        text(
            connection,
            "SELECT CHARACTER_MAXIMUM_LENGTH FROM INFORMATION_SCHEMA.COLUMNS"
                + " WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?",
            schema,
            table,
            column);
    return width.isEmpty() ? Optional.empty() : Optional.of(width(Long.parseLong(width)));
  }

  static int width(long width) {
    return width < 0 ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, width);
  }
}
