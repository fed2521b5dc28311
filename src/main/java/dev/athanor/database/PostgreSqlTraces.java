package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * What a statement that was begun outside a transaction has left. Only for statements whose effect
 * is an index by a given name can that be seen without doubt.
 */
final class PostgreSqlTraces {
  private static final String NAME =
      "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))?)";

  private static final Pattern CREATE_INDEX =
      Pattern.compile(
          "(?is)\\s*create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?"
              + NAME
              + "\\s+on\\s+(?:only\\s+)?"
              + NAME
              + ".*");

  private static final Pattern DROP_INDEX =
      Pattern.compile(
          "(?is)\\s*drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?" + NAME + "\\s*");

  private static final Pattern REPEATABLE =
      Pattern.compile("(?is)\\s*(vacuum|analyze|reindex|refresh\\s+materialized)\\b.*");

  private PostgreSqlTraces() {}

  static Dialect.Traces of(Connection connection, String sql) throws SQLException {
    if (REPEATABLE.matcher(sql).matches()) {
      return Dialect.Traces.NOTHING;
    }
    var create = CREATE_INDEX.matcher(sql);
    if (create.matches()) {
      return created(connection, create.group(1), create.group(2));
    }
    var drop = DROP_INDEX.matcher(sql);
    if (drop.matches()) {
      return valid(connection, drop.group(1)).isEmpty()
          ? Dialect.Traces.DONE
          : Dialect.Traces.NOTHING;
    }
    return Dialect.Traces.UNKNOWN;
  }

  private static Dialect.Traces created(Connection connection, String index, String table)
      throws SQLException {
    // an index is in its table's schema, whatever the search path says
    int dot = table.startsWith("\"") ? table.indexOf("\".") + 1 : table.indexOf('.');
    var name = dot > 0 && !index.contains(".") ? table.substring(0, dot) + "." + index : index;
    var valid = valid(connection, name);
    if (valid.equals("t")) {
      return Dialect.Traces.DONE;
    }
    if (valid.equals("f")) {
      // what a broken-off CREATE INDEX CONCURRENTLY leaves; IF NOT EXISTS would keep it
      try (var statement = connection.createStatement()) {
        statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
      }
    }
    return Dialect.Traces.NOTHING;
  }

  /** {@code t} or {@code f}; empty when there is no such index. */
  private static String valid(Connection connection, String name) throws SQLException {
    return PostgreSqlCatalogue.text(
        connection,
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass("
            + PostgreSql.quoted(name)
            + ")");
  }
}
