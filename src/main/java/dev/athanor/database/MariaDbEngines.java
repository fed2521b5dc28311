package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Finds out whether rows that a statement touches may lie where no transaction reaches. */
final class MariaDbEngines {
  private static final String TABLES =
      """
      SELECT t.table_name, '' FROM information_schema.tables t
        JOIN information_schema.engines e ON e.engine = t.engine
        WHERE t.table_schema = ? AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
          AND COALESCE(e.transactions, 'NO') <> 'YES'
      """;

  private static final String BODIES =
      """
      SELECT event_object_table, action_statement FROM information_schema.triggers
        WHERE trigger_schema = ?
      UNION ALL SELECT routine_name, COALESCE(routine_definition, '')
        FROM information_schema.routines WHERE routine_schema = ?
      UNION ALL SELECT table_name, view_definition FROM information_schema.views
        WHERE table_schema = ?
      """;

  private MariaDbEngines() {}

  /** Whether all that these names may stand for is transactional, what triggers do included. */
  static boolean transactional(Connection connection, Set<String> names) throws SQLException {
    var outside = new HashSet<String>();
    for (var schema : MariaDbFingerprint.schemas(connection, names)) {
      try (var query = connection.prepareStatement(TABLES)) {
        query.setString(1, schema);
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            outside.add(rows.getString(1).toLowerCase(Locale.ROOT));
          }
        }
      }
      if (!outside.isEmpty()) {
        spread(connection, schema, outside);
      }
    }
    outside.retainAll(names);
    return outside.isEmpty();
  }

  /** A table whose trigger, or a function whose body, names one of them is one of them. */
  private static void spread(Connection connection, String schema, Set<String> outside)
      throws SQLException {
    int before;
    do {
      before = outside.size();
      try (var query = connection.prepareStatement(BODIES)) {
        for (int i = 1; i <= 3; i++) {
          query.setString(i, schema);
        }
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            var body = rows.getString(2).toLowerCase(Locale.ROOT);
            if (outside.stream().anyMatch(body::contains)) {
              outside.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
          }
        }
      }
    } while (outside.size() > before);
  }
}
