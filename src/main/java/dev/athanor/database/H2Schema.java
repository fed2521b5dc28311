package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a schema of H2's holds, and what there is outside it. */
final class H2Schema {
  // indexes, triggers and constraints go with their tables; the lock is not the schema's
  private static final String OBJECTS =
      """
      SELECT 1 AS PLACE, CASE TABLE_TYPE WHEN 'VIEW' THEN 'view' ELSE 'table' END AS KIND,
        TABLE_NAME AS NAME, TABLE_SCHEMA AS OWNER FROM INFORMATION_SCHEMA.TABLES
        WHERE TABLE_TYPE IN ('VIEW', 'BASE TABLE') AND TABLE_NAME <> 'ATHANOR_LOCK'
      UNION ALL SELECT 2, 'sequence', SEQUENCE_NAME, SEQUENCE_SCHEMA
        FROM INFORMATION_SCHEMA.SEQUENCES
      UNION ALL SELECT 3, 'alias', ROUTINE_NAME, ROUTINE_SCHEMA FROM INFORMATION_SCHEMA.ROUTINES
      UNION ALL SELECT 4, 'constant', CONSTANT_NAME, CONSTANT_SCHEMA
        FROM INFORMATION_SCHEMA.CONSTANTS
      UNION ALL SELECT 5, 'domain', DOMAIN_NAME, DOMAIN_SCHEMA FROM INFORMATION_SCHEMA.DOMAINS
      """;

  private H2Schema() {}

  static SchemaContents contents(H2 h2, Connection connection, String schema) throws SQLException {
    var name =
        schema.isEmpty()
            ? Query.text(connection, "SELECT CURRENT_SCHEMA")
            : h2.capabilities().stored(schema);
    var objects = new ArrayList<SchemaObject>();
    try (var query =
        connection.prepareStatement(
            "SELECT KIND, NAME FROM ("
                + OBJECTS
                + ") WHERE OWNER = ? ORDER BY PLACE, KIND DESC, NAME")) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          objects.add(object(h2, rows.getString(1), name, rows.getString(2)));
        }
      }
    }
    return new SchemaContents(
        Query.text(connection, "SELECT DATABASE()"), h2.capabilities().plain(name), objects);
  }

  private static SchemaObject object(H2 h2, String kind, String schema, String name) {
    var quoted = new TableName(schema, name).quoted(h2);
    var cascade = kind.equals("table") || kind.equals("view") || kind.equals("domain");
    return new SchemaObject(
        kind,
        quoted,
        "DROP %s IF EXISTS %s%s"
            .formatted(kind.toUpperCase(Locale.ROOT), quoted, cascade ? " CASCADE" : ""));
  }

  static Set<String> outside(H2 h2, Connection connection, String schema) throws SQLException {
    var outside = new TreeSet<String>();
    try (var query =
        connection.prepareStatement(
            "SELECT KIND || ' ' || OWNER || '.' || NAME FROM ("
                + OBJECTS
                + ") WHERE OWNER NOT IN (?, 'INFORMATION_SCHEMA') UNION ALL"
                + " SELECT 'constraint ' || CONSTRAINT_SCHEMA || '.' || CONSTRAINT_NAME"
                + " FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
                + " WHERE CONSTRAINT_SCHEMA NOT IN (?, 'INFORMATION_SCHEMA')")) {
      query.setString(1, h2.capabilities().stored(schema));
      query.setString(2, h2.capabilities().stored(schema));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          outside.add(rows.getString(1));
        }
      }
    }
    return outside;
  }
}
