package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How every object that a statement names is defined: a line each. Names are looked up as they
 * stand, whatever their part in the statement: a table that is only referred to stays as it is.
 */
final class MariaDbFingerprint {
  private static final List<String> SYSTEM =
      List.of("information_schema", "performance_schema", "sys");

  /** Rows move the counter, and no statement is known by it alone. */
  private static final String COUNTER = "(?m)(^\\).*?) AUTO_INCREMENT=\\d+";

  /** One table after the other, and the server may stop in between. */
  private static final Pattern DROPS_SEVERAL =
      Pattern.compile("(?is)drop\\s+(tables?|view|sequence)\\b.*,.*");

  /** The same definition as before may be the one from before, or a new one without its rows. */
  private static final Pattern REPLACES_ROWS =
      Pattern.compile("(?is)create\\s+or\\s+replace\\s+(table|sequence)\\b.*");

  private static final String OTHERS =
      """
      SELECT 'trigger', trigger_name, MD5(CONCAT_WS('|', event_object_table, action_timing,
        event_manipulation, action_order, action_statement, definer))
        FROM information_schema.triggers WHERE trigger_schema = ?
      UNION ALL SELECT LOWER(routine_type), routine_name, MD5(CONCAT_WS('|', routine_definition,
        dtd_identifier, sql_data_access, security_type, is_deterministic, routine_comment, definer))
        FROM information_schema.routines WHERE routine_schema = ?
      UNION ALL SELECT 'event', event_name, MD5(CONCAT_WS('|', event_definition, execute_at,
        interval_value, interval_field, starts, ends, status, on_completion, event_comment))
        FROM information_schema.events WHERE event_schema = ?
      """;

  private final Connection connection;
  private final Set<String> names;
  private final TreeMap<String, String> objects = new TreeMap<>();

  private MariaDbFingerprint(Connection connection, Set<String> names) {
    this.connection = connection;
    this.names = names;
  }

  static String of(Connection connection, Set<String> names) throws SQLException {
    var fingerprint = new MariaDbFingerprint(connection, names);
    for (var schema : schemas(connection, names)) {
      fingerprint.add(schema);
    }
    return fingerprint.objects.entrySet().stream()
        .map(entry -> entry.getKey() + "\t" + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** The connection's own database, and those that the statement names. */
  static Set<String> schemas(Connection connection, Set<String> names) throws SQLException {
    var schemas = new TreeSet<String>();
    var own = MariaDbCatalogue.database(connection);
    for (var schema :
        MariaDbCatalogue.column(
            connection, "SELECT schema_name FROM information_schema.schemata")) {
      if (schema.equals(own)
          || (names.contains(schema.toLowerCase(Locale.ROOT)) && !SYSTEM.contains(schema))) {
        schemas.add(schema);
      }
    }
    return schemas;
  }

  private void add(String schema) throws SQLException {
    objects.put(
        "database " + schema,
        MariaDbCatalogue.text(
            connection,
            "SELECT CONCAT(default_character_set_name, ' ', default_collation_name)"
                + " FROM information_schema.schemata WHERE schema_name = ?",
            schema));
    for (var name :
        MariaDbCatalogue.column(
            connection,
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
            schema)) {
      if (named(name)) {
        objects.put("table " + schema + "." + name, definition(new TableName(schema, name)));
      }
    }
    try (var query = connection.prepareStatement(OTHERS)) {
      for (int i = 1; i <= 3; i++) {
        query.setString(i, schema);
      }
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          if (named(rows.getString(2))) {
            objects.put(
                rows.getString(1) + " " + schema + "." + rows.getString(2), rows.getString(3));
          }
        }
      }
    }
  }

  private boolean named(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Of a table, view or sequence, as a statement that would create it. */
  private String definition(TableName table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SHOW CREATE TABLE "
                    + Capabilities.MARIADB.quoted(table.schema())
                    + "."
                    + Capabilities.MARIADB.quoted(table.name()))) {
      var text = rows.next() ? rows.getString(2) : "";
      return StatementMarks.digest(text.replaceAll(COUNTER, "$1"));
    }
  }

  /** What has become of a statement, by how things were defined before and are now. */
  static Dialect.Traces compare(String sql, String before, String now) {
    if (before.equals(now)) {
      return REPLACES_ROWS.matcher(sql).matches() ? Dialect.Traces.UNKNOWN : Dialect.Traces.NOTHING;
    }
    var left = new TreeSet<>(keys(now));
    left.retainAll(keys(before));
    left.removeIf(key -> key.startsWith("database "));
    return DROPS_SEVERAL.matcher(sql).matches() && !left.isEmpty()
        ? Dialect.Traces.UNKNOWN
        : Dialect.Traces.DONE;
  }

  private static List<String> keys(String fingerprint) {
    return Arrays.stream(fingerprint.split("\n", -1)).map(line -> line.split("\t", 2)[0]).toList();
  }
}
