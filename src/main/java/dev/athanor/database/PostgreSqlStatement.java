package dev.athanor.database;

import dev.athanor.changelog.SqlLexer;
import dev.athanor.changelog.SqlSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads from a statement's text what it is like outside a transaction of several. */
final class PostgreSqlStatement {
  /** A run that goes on behind one of these has to make the same setting again. */
  private static final Pattern SESSION =
      pattern(
          "((set(?!\\s+constraints)|reset|load)\\b|select\\s+(pg_catalog\\s*\\.\\s*)?set_config\\s*\\()");

  private static final List<Pattern> VISIBLE =
      List.of(
          pattern("(create\\s+(unique\\s+)?|drop\\s+)index\\s+concurrently\\b"),
          pattern("alter\\s+table\\b.*\\bdetach\\s+partition\\b.*\\bconcurrently\\s*$"),
          pattern("reindex\\b.*\\b(index|table)\\s+concurrently\\b"),
          pattern("(create|drop)\\s+(database|tablespace|subscription)\\b"));

  private static final Pattern CONCURRENT =
      pattern("(create|drop|reindex|alter|refresh)\\b.*\\bconcurrently\\b");

  private static final Pattern REPEATABLE =
      pattern(
          "(vacuum|analyze|cluster|reindex|refresh\\s+materialized|alter\\s+system"
              + "|alter\\s+database\\b.*\\bset\\s+tablespace"
              + "|alter\\s+subscription\\b.*\\b(set|refresh)\\s+publication)\\b");

  private static final Pattern OPAQUE = pattern("(call|do|alter\\s+subscription)\\b");

  /** What makes a thing that ends with the session, and its name. */
  private static final Pattern GIVES =
      pattern(
          "(?:create\\s+(?:or\\s+replace\\s+)?(?:(?:global|local)\\s+)?temp(?:orary)?\\s+(?:recursive\\s+)?"
              + "(?:table|view|sequence)\\s+(?:if\\s+not\\s+exists\\s+)?"
              + "|select\\b.*\\binto\\s+(?:(?:global|local)\\s+)?temp(?:orary)?\\s+(?:table\\s+)?"
              + "|prepare\\s+|declare\\s+)(\"[^\"]+\"|[^\\s(;]+)");

  private PostgreSqlStatement() {}

  private static Pattern pattern(String regex) {
    return Pattern.compile("(?is)^\\s*" + regex);
  }

  /** Only what PostgreSQL refuses in a transaction, and what may commit itself, goes without. */
  static Traits traits(String sql) {
    var bare = bare(sql);
    var gives = new HashSet<String>();
    var given = GIVES.matcher(bare);
    if (given.find()) {
      gives.add(plain(given.group(1).replaceFirst("(?i)^pg_temp\\.", "")));
    }
    return new Traits(nature(bare), false, gives, names(bare));
  }

  /** Whether it waits for others without making anybody wait behind it. */
  static boolean concurrent(String sql) {
    return CONCURRENT.matcher(bare(sql)).find();
  }

  private static Nature nature(String sql) {
    if (SESSION.matcher(sql).find()) {
      return Nature.SESSION;
    }
    if (VISIBLE.stream().anyMatch(pattern -> pattern.matcher(sql).find())) {
      return Nature.VISIBLE;
    }
    if (REPEATABLE.matcher(sql).find()) {
      return Nature.REPEATABLE;
    }
    return OPAQUE.matcher(sql).find() ? Nature.OPAQUE : Nature.TRANSACTIONAL;
  }

  private static Set<String> names(String sql) {
    var names = new HashSet<String>();
    var lexer = new SqlLexer(SqlSyntax.POSTGRESQL, sql, 1);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.WORD || lexer.text().startsWith("\"")) {
        names.add(plain(lexer.text()));
      }
    }
    return names;
  }

  private static String plain(String name) {
    return name.replace("\"", "").toLowerCase(Locale.ROOT);
  }

  /** The statement without comments, which may stand between any two words. */
  static String bare(String sql) {
    var bare = new StringBuilder();
    int copied = 0;
    var lexer = new SqlLexer(SqlSyntax.POSTGRESQL, sql, 1);
    while (lexer.next()) {
      if (lexer.comment() || lexer.kind() == SqlLexer.Kind.HINT) {
        bare.append(sql, copied, lexer.start()).append(' ');
        copied = lexer.end();
      }
    }
    return bare.append(sql, copied, sql.length()).toString();
  }
}
