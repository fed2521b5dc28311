package dev.athanor.changelog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds statements that take data away for good: what an approver should look at first. Looks at
 * words only: into a {@code DO} block, which runs at once, but not into the bodies of functions.
 */
public final class Destruction {
  private static final int SHOWN = 120;

  /** What can be dropped without losing anything that cannot be built again from what is left. */
  private static final Set<String> HARMLESS =
      Set.of(
          "CONSTRAINT",
          "DEFAULT",
          "NOT",
          "EXPRESSION",
          "IDENTITY",
          "INDEX",
          "KEY",
          "PRIMARY",
          "FOREIGN",
          "CHECK",
          "VIEW",
          "FUNCTION",
          "PROCEDURE",
          "TRIGGER",
          "RULE",
          "POLICY",
          "AGGREGATE",
          "OPERATOR",
          "CAST",
          "EVENT",
          "STATISTICS",
          "ROUTINE");

  /** Stands among the words for a name or a text in quotes. */
  private static final String QUOTED = "'";

  /** {@code '} or {@code $tag$}, at both ends. */
  private static final Pattern UNQUOTED = Pattern.compile("^(\\$\\w*\\$|')|(\\$\\w*\\$|')$");

  private Destruction() {}

  /** The statement in short, if it takes data away. */
  public static Optional<String> of(SqlSyntax syntax, String statement) {
    var words = words(syntax, statement);
    if (words.isEmpty()) {
      return Optional.empty();
    }
    var destroys =
        switch (words.getFirst()) {
          case "TRUNCATE", "DELETE" -> true;
          case "DROP" -> drops(words);
          case "ALTER" -> drops(words) || words.contains("TRUNCATE");
          case "WITH", "MERGE" -> words.contains("DELETE");
          case "DO" -> bodies(syntax, statement).anyMatch(Destruction::destroysSomewhere);
          case "CREATE" -> false;
          // T-SQL and PL/SQL: what is sent is a batch, not a statement
          default -> syntax.batches() && destroysSomewhere(words);
        };
    return destroys ? Optional.of(brief(syntax, statement)) : Optional.empty();
  }

  private static boolean drops(List<String> words) {
    for (var i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).equals("DROP")
          && (!HARMLESS.contains(words.get(i + 1)) || foreignTable(words, i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean foreignTable(List<String> words, int i) {
    return words.get(i).equals("FOREIGN")
        && i + 1 < words.size()
        && words.get(i + 1).equals("TABLE");
  }

  /** Several statements, of which any may: the words do not say where each begins. */
  private static boolean destroysSomewhere(List<String> words) {
    return words.contains("TRUNCATE") || words.contains("DELETE") || drops(words);
  }

  private static List<String> words(SqlSyntax syntax, String statement) {
    var words = new ArrayList<String>();
    var lexer = new SqlLexer(syntax, statement, 1);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.WORD) {
        words.add(lexer.word());
      } else if (lexer.kind() == SqlLexer.Kind.QUOTED) {
        words.add(QUOTED);
      }
    }
    return words;
  }

  /** The words of what is in quotes. */
  private static Stream<List<String>> bodies(SqlSyntax syntax, String statement) {
    var bodies = Stream.<List<String>>builder();
    var lexer = new SqlLexer(syntax, statement, 1);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.QUOTED) {
        bodies.add(words(syntax, UNQUOTED.matcher(lexer.text()).replaceAll("")));
      }
    }
    return bodies.build();
  }

  private static String brief(SqlSyntax syntax, String statement) {
    var text = new StringBuilder();
    var lexer = new SqlLexer(syntax, statement, 1);
    var end = -1;
    while (lexer.next() && text.length() < SHOWN) {
      if (!lexer.comment()) {
        if (end >= 0 && lexer.start() > end) {
          text.append(' ');
        }
        text.append(lexer.text());
        end = lexer.end();
      }
    }
    return text.length() <= SHOWN ? text.toString() : text.substring(0, SHOWN - 1) + "…";
  }
}
