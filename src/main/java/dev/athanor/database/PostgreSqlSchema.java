package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a schema holds, and what there is outside it, from PostgreSQL's catalogue. */
final class PostgreSqlSchema {
  // sequences of columns and types of tables go with these and are not listed
  private static final String RELATIONS =
      """
      SELECT CASE c.relkind WHEN 'v' THEN 1 WHEN 'm' THEN 2 WHEN 'S' THEN 4 ELSE 3 END AS rank,
        CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
          WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
        format('%I.%I', n.nspname, c.relname) AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
          AND d.objid = c.oid AND (d.deptype = 'e' OR c.relkind = 'S'
            AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass))
      """;

  private static final String ROUTINES =
      """
      SELECT 5, CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure'
          ELSE 'function' END,
        format('%I.%I(%s)', n.nspname, p.proname, CASE
          WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*'
          ELSE pg_get_function_identity_arguments(p.oid) END)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = ? AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
      """;

  private static final String TYPES =
      """
      SELECT 6, CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END,
        format('%I.%I', n.nspname, t.typname)
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      WHERE n.nspname = ? AND t.typtype IN ('b', 'c', 'd', 'e', 'r')
        AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c
          WHERE c.oid = t.typrelid AND c.relkind = 'c'))
        AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass
          AND d.objid = t.oid AND d.deptype = 'e')
      """;

  // everything that CASCADE may take from other schemas, by names that no search path changes
  private static final String OUTSIDE =
      """
      WITH other AS (SELECT oid FROM pg_namespace
        WHERE nspname <> ? AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'),
      found (class, object, part) AS (SELECT 'pg_class'::regclass, c.oid, 0 FROM pg_class c
        WHERE c.relnamespace IN (SELECT oid FROM other)
      UNION ALL SELECT 'pg_class'::regclass, c.oid, a.attnum
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace IN (SELECT oid FROM other) AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL SELECT 'pg_attrdef'::regclass, f.oid, 0
        FROM pg_attrdef f JOIN pg_class c ON c.oid = f.adrelid
        WHERE c.relnamespace IN (SELECT oid FROM other)
      UNION ALL SELECT 'pg_trigger'::regclass, t.oid, 0
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace IN (SELECT oid FROM other) AND NOT t.tgisinternal
      UNION ALL SELECT 'pg_policy'::regclass, p.oid, 0
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace IN (SELECT oid FROM other)
      UNION ALL SELECT 'pg_constraint'::regclass, k.oid, 0
        FROM pg_constraint k WHERE k.connamespace IN (SELECT oid FROM other)
      UNION ALL SELECT 'pg_proc'::regclass, p.oid, 0
        FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM other)
      UNION ALL SELECT 'pg_type'::regclass, t.oid, 0
        FROM pg_type t WHERE t.typnamespace IN (SELECT oid FROM other)
      UNION ALL SELECT 'pg_extension'::regclass, oid, 0 FROM pg_extension)
      SELECT i.type || ' ' || i.identity
        FROM found, pg_identify_object(found.class, found.object, found.part) i
        WHERE i.identity IS NOT NULL
      """;

  private PostgreSqlSchema() {}

  static SchemaContents contents(Connection connection, String schema) throws SQLException {
    var name =
        schema.isEmpty() ? PostgreSqlCatalogue.text(connection, "SELECT current_schema()") : schema;
    var objects = new ArrayList<SchemaObject>();
    try (var query =
        connection.prepareStatement(
            RELATIONS + "UNION ALL " + ROUTINES + "UNION ALL " + TYPES + "ORDER BY 1, 3")) {
      for (int i = 1; i <= 3; i++) {
        query.setString(i, name);
      }
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          objects.add(object(rows.getString(2), rows.getString(3)));
        }
      }
    }
    return new SchemaContents(
        PostgreSqlCatalogue.text(connection, "SELECT current_database()"), name, objects);
  }

  private static SchemaObject object(String kind, String name) {
    return new SchemaObject(
        kind, name, "DROP %s IF EXISTS %s CASCADE".formatted(kind.toUpperCase(Locale.ROOT), name));
  }

  static Set<String> outside(Connection connection, String schema) throws SQLException {
    var outside = new TreeSet<String>();
    try (var query = connection.prepareStatement(OUTSIDE)) {
      query.setString(1, schema);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          outside.add(rows.getString(1));
        }
      }
    }
    return outside;
  }
}
