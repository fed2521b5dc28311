package dev.athanor.changelog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds statements that take data away for good: what an approver should look at first. Looks at
 * words only, not into the bodies of functions.
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

  private static final Set<String> ALWAYS = Set.of("TRUNCATE", "DELETE");

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
          case "DROP" -> drops(words, 0);
          case "ALTER" -> drops(words, words.indexOf("DROP"));
          case "WITH" -> words.stream().anyMatch(ALWAYS::contains);
          default -> false;
        };
    return destroys ? Optional.of(brief(syntax, statement)) : Optional.empty();
  }

  private static boolean drops(List<String> words, int from) {
    for (var i = from; i >= 0 && i < words.size(); i++) {
      if (words.get(i).equals("DROP")
          && i + 1 < words.size()
          && !(HARMLESS.contains(words.get(i + 1)) && !foreignTable(words, i + 1))) {
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

  private static List<String> words(SqlSyntax syntax, String statement) {
    var words = new ArrayList<String>();
    var lexer = new SqlLexer(syntax, statement, 1);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.WORD) {
        words.add(lexer.word());
      }
    }
    return words;
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
