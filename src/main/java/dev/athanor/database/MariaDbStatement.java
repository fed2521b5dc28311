package dev.athanor.database;

import dev.athanor.changelog.SqlLexer;
import dev.athanor.changelog.SqlSyntax;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads from a statement's words what it is like: MariaDB and MySQL commit before and after DDL.
 */
final class MariaDbStatement {
  /** How many words may stand before the kind and the name of what is created or dropped. */
  private static final int HEAD = 14;

  private static final Set<String> KINDS =
      Set.of(
          "TABLE",
          "TABLES",
          "VIEW",
          "INDEX",
          "TRIGGER",
          "PROCEDURE",
          "FUNCTION",
          "EVENT",
          "SEQUENCE",
          "DATABASE",
          "SCHEMA",
          "PACKAGE");

  /** Clauses of ALTER TABLE that change rows or files and leave the definition as it was. */
  private static final List<List<String>> UNSEEN =
      List.of(
          List.of("EXCHANGE", "PARTITION"),
          List.of("TRUNCATE", "PARTITION"),
          List.of("DISCARD", "TABLESPACE"),
          List.of("IMPORT", "TABLESPACE"),
          List.of("DISCARD", "PARTITION"),
          List.of("IMPORT", "PARTITION"),
          List.of("RESTART"));

  private final List<String> words = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> gives = new HashSet<>();
  private boolean computed;

  private MariaDbStatement(SqlSyntax syntax, String sql) {
    var lexer = new SqlLexer(syntax, sql, 1);
    var variable = "";
    while (lexer.next()) {
      if (lexer.comment() || lexer.kind() == SqlLexer.Kind.HINT) {
        continue;
      }
      var text = lexer.text();
      if (lexer.is('@')) {
        variable += "@";
        continue;
      }
      if (lexer.is('(')) {
        computed = true;
        call();
      }
      if (lexer.kind() == SqlLexer.Kind.WORD) {
        name(variable + text);
      } else if (lexer.kind() == SqlLexer.Kind.QUOTED
          && (isName(syntax, text) || !variable.isEmpty())) {
        name(variable + text.substring(1, Math.max(1, text.length() - 1)));
      } else {
        words.add(text);
      }
      variable = "";
    }
  }

  private void name(String name) {
    names.add(name.toLowerCase(Locale.ROOT));
    words.add(name);
  }

  /** A name with a parenthesis behind it: the function, not a column that is called so. */
  private void call() {
    if (!words.isEmpty()) {
      names.add(words.getLast().toLowerCase(Locale.ROOT) + "()");
    }
  }

  private static boolean isName(SqlSyntax syntax, String text) {
    return text.startsWith("`") || (text.startsWith("\"") && syntax.doubleQuotesName());
  }

  static Traits traits(SqlSyntax syntax, String sql) {
    var statement = new MariaDbStatement(syntax, sql);
    var nature = statement.nature(0);
    boolean inParts = nature == Nature.OPAQUE && !statement.is(0, "TRUNCATE");
    return new Traits(nature, inParts, statement.gives, statement.names);
  }

  private boolean is(int index, String... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (!word(index + i).equals(wanted[i])) {
        return false;
      }
    }
    return true;
  }

  private String word(int index) {
    return index < words.size() ? words.get(index).toUpperCase(Locale.ROOT) : "";
  }

  private Nature nature(int first) {
    return switch (word(first)) {
      case "INSERT",
          "REPLACE",
          "UPDATE",
          "DELETE",
          "SELECT",
          "WITH",
          "VALUES",
          "DO",
          "(",
          "SHOW",
          "EXPLAIN",
          "DESCRIBE",
          "DESC",
          "SIGNAL" ->
          rows();
      case "TABLE" -> Nature.TRANSACTIONAL;
      case "SET" -> set(first);
      case "USE" -> Nature.SESSION;
      case "PREPARE" -> prepared(first);
      case "DEALLOCATE" -> Nature.TRANSACTIONAL;
      case "CREATE" -> created(first);
      case "DROP" -> dropped(first);
      case "ALTER" -> altered(first);
      case "RENAME" -> is(first + 1, "USER") ? Nature.OPAQUE : Nature.VISIBLE;
      case "ANALYZE", "OPTIMIZE", "CHECK", "CHECKSUM", "REPAIR", "FLUSH", "GRANT" ->
          Nature.REPEATABLE;
      default -> Nature.OPAQUE;
    };
  }

  private Nature rows() {
    for (int i = 0; i + 1 < words.size(); i++) {
      boolean assigned = word(i + 1).equals(":") && is(i + 2, "=");
      if (word(i).startsWith("@") && (assigned || (i > 0 && is(i - 1, "INTO")))) {
        gives.add(word(i).toLowerCase(Locale.ROOT));
      }
    }
    if (words.size() > 1
        && is(words.size() - 2, "INTO")
        && word(words.size() - 1).startsWith("@")) {
      gives.add(word(words.size() - 1).toLowerCase(Locale.ROOT));
    }
    gives.addAll(List.of("last_insert_id()", "row_count()", "found_rows()"));
    return Nature.TRANSACTIONAL;
  }

  /** What is computed from rows cannot be set again later: then they are others. */
  private Nature set(int first) {
    if (is(first + 1, "STATEMENT")) {
      int inner = words.indexOf("FOR") + 1;
      return inner > 0 ? nature(inner) : nature(Math.max(1, words.indexOf("for") + 1));
    }
    if (is(first + 1, "GLOBAL") || is(first + 1, "PASSWORD") || is(first + 1, "DEFAULT")) {
      return Nature.REPEATABLE;
    }
    for (int i = first + 1; i < words.size(); i++) {
      boolean target =
          i == first + 1 || is(i - 1, ",") || is(i - 1, "SESSION") || is(i - 1, "LOCAL");
      boolean assigned = is(i + 1, "=") || (is(i + 1, ":") && is(i + 2, "="));
      if (target && assigned) {
        var name = words.get(i).toLowerCase(Locale.ROOT);
        gives.add(name.startsWith("@") ? name : "@@" + name);
      }
    }
    return computed && gives.stream().anyMatch(MariaDbStatement::isVariable)
        ? Nature.TRANSACTIONAL
        : Nature.SESSION;
  }

  private static boolean isVariable(String given) {
    return given.startsWith("@") && !given.startsWith("@@");
  }

  private Nature prepared(int first) {
    gives.add(word(first + 1).toLowerCase(Locale.ROOT));
    return Nature.TRANSACTIONAL;
  }

  private Nature created(int first) {
    int kind = kind(first);
    if (kind < 0) {
      return inHead(first, "OR", "REPLACE") || inHead(first, "IF", "NOT")
          ? Nature.REPEATABLE
          : Nature.OPAQUE;
    }
    if (is(kind - 1, "TEMPORARY")) {
      int name = is(kind + 1, "IF", "NOT", "EXISTS") ? kind + 4 : kind + 1;
      gives.add(word(is(name + 1, ".") ? name + 2 : name).toLowerCase(Locale.ROOT));
      return Nature.TRANSACTIONAL;
    }
    if (is(kind + 1, "IF", "NOT", "EXISTS")) {
      return Nature.REPEATABLE;
    }
    if (is(first + 1, "OR", "REPLACE")) {
      // of a table or a sequence it would throw away what has been written since
      return is(kind, "TABLE") || is(kind, "SEQUENCE") ? Nature.VISIBLE : Nature.REPEATABLE;
    }
    return Nature.VISIBLE;
  }

  private Nature dropped(int first) {
    if (is(first + 1, "TEMPORARY")) {
      return Nature.TRANSACTIONAL;
    }
    if (is(first + 1, "PREPARE")) {
      return Nature.TRANSACTIONAL;
    }
    if (inHead(first, "IF", "EXISTS")) {
      return Nature.REPEATABLE;
    }
    return kind(first) < 0 ? Nature.OPAQUE : Nature.VISIBLE;
  }

  private Nature altered(int first) {
    if (is(first + 1, "USER") || is(first + 1, "ROLE")) {
      return Nature.REPEATABLE;
    }
    if (kind(first) < 0) {
      return Nature.OPAQUE;
    }
    for (int i = first; i < words.size(); i++) {
      for (var clause : UNSEEN) {
        if (is(i, clause.toArray(String[]::new))) {
          return Nature.OPAQUE;
        }
      }
    }
    return Nature.VISIBLE;
  }

  /** Where the kind of the object stands; -1 for what the catalogue of a database does not hold. */
  private int kind(int first) {
    for (int i = first + 1; i < Math.min(words.size(), first + HEAD); i++) {
      if (KINDS.contains(word(i))) {
        return i;
      }
      if (is(i, "USER") || is(i, "ROLE") || is(i, "SERVER")) {
        return -1;
      }
    }
    return -1;
  }

  private boolean inHead(int first, String... wanted) {
    for (int i = first + 1; i < first + HEAD; i++) {
      if (is(i, wanted)) {
        return true;
      }
    }
    return false;
  }
}
