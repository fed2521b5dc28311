package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a statement that is in no transaction has left when it was begun and not known to be done.
 */
final class PostgreSqlTraces {
  private static final String NAME =
      "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))?)";

  private static final Pattern CREATE_INDEX =
      pattern(
          "create\\s+(?:unique\\s+)?index\\s+concurrently\\s+(?:if\\s+not\\s+exists\\s+)?"
              + NAME
              + "\\s+on\\s+(?:only\\s+)?"
              + NAME
              + ".*");

  private static final Pattern DROP_INDEX =
      pattern("drop\\s+index\\s+concurrently\\s+(?:if\\s+exists\\s+)?" + NAME + "\\s*");

  private static final Pattern DETACH =
      pattern(
          "alter\\s+table\\s+(?:if\\s+exists\\s+)?"
              + NAME
              + "\\s+detach\\s+partition\\s+"
              + NAME
              + "\\s+concurrently\\s*");

  private static final Pattern REINDEX =
      pattern("reindex\\b.*\\b(index|table)\\s+concurrently\\s+" + NAME + "\\s*");

  private static final Pattern DATABASE =
      pattern("(create|drop)\\s+(database|tablespace)\\s+(?:if\\s+exists\\s+)?" + NAME + ".*");

  private static final Pattern SUBSCRIPTION =
      pattern("(create|drop)\\s+(subscription)\\s+(?:if\\s+exists\\s+)?" + NAME + ".*");

  private PostgreSqlTraces() {}

  private static Pattern pattern(String regex) {
    return Pattern.compile("(?is)\\s*" + regex);
  }

  static Dialect.Traces of(Connection connection, String sql, Nature nature) throws SQLException {
    return switch (nature) {
      case TRANSACTIONAL, SESSION, REPEATABLE -> Dialect.Traces.NOTHING;
      case OPAQUE -> Dialect.Traces.UNKNOWN;
      case VISIBLE -> seen(connection, PostgreSqlStatement.bare(sql));
    };
  }

  private static Dialect.Traces seen(Connection connection, String sql) throws SQLException {
    var create = CREATE_INDEX.matcher(sql);
    if (create.matches()) {
      return created(connection, create.group(1), create.group(2));
    }
    var drop = DROP_INDEX.matcher(sql);
    if (drop.matches()) {
      return done(valid(connection, drop.group(1)).isEmpty());
    }
    var detach = DETACH.matcher(sql);
    if (detach.matches()) {
      return detached(connection, detach);
    }
    var reindex = REINDEX.matcher(sql);
    if (reindex.matches()) {
      dropHalfBuilt(connection, reindex.group(2));
      return Dialect.Traces.NOTHING;
    }
    for (var pattern : List.of(DATABASE, SUBSCRIPTION)) {
      var whole = pattern.matcher(sql);
      if (whole.matches()) {
        return done(there(connection, whole) == "create".equalsIgnoreCase(whole.group(1)));
      }
    }
    return Dialect.Traces.UNKNOWN;
  }

  private static Dialect.Traces done(boolean done) {
    return done ? Dialect.Traces.DONE : Dialect.Traces.NOTHING;
  }

  private static boolean there(Connection connection, Matcher created) throws SQLException {
    var name = created.group(3);
    var plain =
        name.startsWith("\"")
            ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
            : name.toLowerCase(Locale.ROOT);
    var sql =
        switch (created.group(2).toLowerCase(Locale.ROOT)) {
          case "database" -> "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ";
          case "tablespace" -> "SELECT EXISTS (SELECT FROM pg_tablespace WHERE spcname = ";
          // those of other databases are in the same table
          default ->
              "SELECT EXISTS (SELECT FROM pg_subscription WHERE subdbid = (SELECT oid FROM"
                  + " pg_database WHERE datname = current_database()) AND subname = ";
        };
    return PostgreSqlCatalogue.yes(connection, sql + PostgreSql.quoted(plain) + ")");
  }

  /** Broken off, it is half detached, and only FINALIZE ends that. */
  private static Dialect.Traces detached(Connection connection, Matcher detach)
      throws SQLException {
    var pending =
        PostgreSqlCatalogue.text(
            connection,
            "SELECT inhdetachpending FROM pg_inherits WHERE inhparent = to_regclass("
                + PostgreSql.quoted(detach.group(1))
                + ") AND inhrelid = to_regclass("
                + PostgreSql.quoted(detach.group(2))
                + ")");
    if (pending.equals("t")) {
      execute(
          connection,
          "ALTER TABLE " + detach.group(1) + " DETACH PARTITION " + detach.group(2) + " FINALIZE");
    }
    return done(!pending.equals("f"));
  }

  private static Dialect.Traces created(Connection connection, String index, String table)
      throws SQLException {
    // an index is in its table's schema, whatever the search path says
    int dot = table.startsWith("\"") ? table.indexOf("\".") + 1 : table.indexOf('.');
    var name = dot > 0 && !index.contains(".") ? table.substring(0, dot) + "." + index : index;
    var valid = valid(connection, name);
    if (valid.equals("f")) {
      // what a broken-off CREATE INDEX CONCURRENTLY leaves; IF NOT EXISTS would keep it
      execute(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + name);
    }
    return done(valid.equals("t"));
  }

  /**
   * A broken-off REINDEX leaves the new index beside the old one, or the old one beside the new.
   */
  private static void dropHalfBuilt(Connection connection, String name) throws SQLException {
    var sql =
        "SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_index i"
            + " JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid"
            + " AND c.relname ~ '_cc(new|old)[0-9]*$' AND i.indrelid IN (SELECT to_regclass("
            + PostgreSql.quoted(name)
            + ") UNION SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass("
            + PostgreSql.quoted(name)
            + "))";
    var broken = PostgreSqlCatalogue.text(connection, sql);
    for (var index : broken.isEmpty() ? List.<String>of() : List.of(broken.split(", ", -1))) {
      execute(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + index);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
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
