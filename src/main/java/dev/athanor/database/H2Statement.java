package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a statement of H2's does, and what the database then looks like. */
final class H2Statement {
  /** These, and no other SET, leave the transaction open. */
  private static final Pattern SETTING =
      Pattern.compile(
          "(?is)\\s*(set\\s+(@|schema\\b|schema_search_path\\b|lock_timeout\\b|query_timeout\\b"
              + "|time\\s+zone\\b)|use\\b).*");

  private static final Pattern REPEATABLE =
      Pattern.compile(
          "(?is)\\s*(set|analyze|comment|grant|revoke|script|backup|checkpoint"
              + "|drop\\s+all\\s+objects)\\b.*");

  private static final Pattern OPAQUE =
      Pattern.compile(
          "(?is)\\s*(truncate\\b|execute\\s+immediate\\b|runscript\\b|shutdown\\b|refresh\\b"
              + "|create\\s.*\\btemp(orary)?\\s+table\\b"
              + "|create\\s.*\\btable\\b.*\\b(as|with)\\b.*\\b(select|values|table)\\b"
              + "|create\\s.*\\bmaterialized\\b|drop\\s[^,]*,).*");

  private static final Pattern VISIBLE = Pattern.compile("(?is)\\s*(create|alter|drop)\\b.*");

  private static final Pattern NAME =
      Pattern.compile("\"((?:[^\"]|\"\")+)\"|[\\p{L}_][\\p{L}\\d_]*");
  private static final Pattern OBJECT = Pattern.compile("\"\\.\"((?:[^\"]|\"\")+)\"");

  /** Rows move the counter. */
  private static final Pattern COUNTER = Pattern.compile("(START|RESTART) WITH -?\\d+");

  private H2Statement() {}

  static Traits traits(String sql) {
    if (SETTING.matcher(sql).matches()) {
      return Traits.of(Nature.SESSION, false);
    }
    if (REPEATABLE.matcher(sql).matches()) {
      return Traits.of(Nature.REPEATABLE, false);
    }
    if (OPAQUE.matcher(sql).matches()) {
      return Traits.of(Nature.OPAQUE, true);
    }
    return VISIBLE.matcher(sql).matches()
        ? new Traits(Nature.VISIBLE, false, Set.of(), names(sql))
        : Traits.of(Nature.TRANSACTIONAL, false);
  }

  private static Set<String> names(String sql) {
    var names = new TreeSet<String>();
    var found = NAME.matcher(sql);
    while (found.find()) {
      var quoted = found.group(1);
      names.add((quoted == null ? found.group() : quoted).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /**
   * How everything is defined that the statement names: a digest of the statements that would
   * create it again.
   */
  static String fingerprint(Connection connection, Set<String> names) throws SQLException {
    var definitions = new TreeSet<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SCRIPT NODATA NOPASSWORDS NOSETTINGS")) {
      while (rows.next()) {
        var line = rows.getString(1);
        if (!line.startsWith("--") && about(line, names)) {
          definitions.add(COUNTER.matcher(line).replaceAll("$1"));
        }
      }
    }
    return StatementMarks.digest(String.join("\n", definitions));
  }

  private static boolean about(String definition, Set<String> names) {
    var objects = OBJECT.matcher(definition);
    boolean any = false;
    while (objects.find()) {
      any = true;
      if (names.contains(objects.group(1).toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    // users, roles and schemas stand in none
    return !any
        && NAME.matcher(definition)
            .results()
            .filter(name -> name.group().startsWith("\""))
            .anyMatch(name -> names.contains(name.group(1).toLowerCase(Locale.ROOT)));
  }
}
