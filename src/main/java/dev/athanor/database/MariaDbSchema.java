package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a database on MariaDB or MySQL holds, for dropping it. Triggers go with their tables. */
final class MariaDbSchema {
  private static final String OBJECTS =
      """
      SELECT 1, 'event', event_name FROM information_schema.events WHERE event_schema = ?
      UNION ALL SELECT 2, 'view', table_name FROM information_schema.tables
        WHERE table_schema = ? AND table_type = 'VIEW'
      UNION ALL SELECT 3, 'table', table_name FROM information_schema.tables
        WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')
      UNION ALL SELECT 4, 'sequence', table_name FROM information_schema.tables
        WHERE table_schema = ? AND table_type = 'SEQUENCE'
      UNION ALL SELECT 5, LOWER(routine_type), routine_name FROM information_schema.routines
        WHERE routine_schema = ?
      ORDER BY 1, 3
      """;

  private MariaDbSchema() {}

  static SchemaContents contents(Dialect dialect, Connection connection, String schema)
      throws SQLException {
    var name = schema.isEmpty() ? MariaDbCatalogue.database(connection) : schema;
    var objects = new ArrayList<SchemaObject>();
    try (var query = connection.prepareStatement(OBJECTS)) {
      for (int i = 1; i <= 5; i++) {
        query.setString(i, name);
      }
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          var kind = rows.getString(2);
          var object = new TableName(name, rows.getString(3));
          objects.add(
              new SchemaObject(
                  kind,
                  object.toString(),
                  "DROP %s IF EXISTS %s"
                      .formatted(kind.toUpperCase(Locale.ROOT), object.quoted(dialect))));
        }
      }
    }
    return new SchemaContents(name, name, objects);
  }

  /** What in other databases would be left without what it refers to. */
  static Set<String> outside(Connection connection, String schema) throws SQLException {
    var outside = new TreeSet<String>();
    try (var query =
        connection.prepareStatement(
            "SELECT CONCAT('foreign key ', constraint_schema, '.', table_name, '.',"
                + " constraint_name) FROM information_schema.referential_constraints"
                + " WHERE unique_constraint_schema = ? AND constraint_schema <> ?")) {
      query.setString(1, schema);
      query.setString(2, schema);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          outside.add(rows.getString(1));
        }
      }
    }
    return outside;
  }
}
