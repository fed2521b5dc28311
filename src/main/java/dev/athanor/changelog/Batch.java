package dev.athanor.changelog;

import java.util.Optional;
import java.util.Set;

/**
 * Several statements that the server takes as one, as T-SQL and PL/SQL have them between two {@code
 * GO} or {@code /}. They need no semicolons, so that each word may be the first of one.
 */
final class Batch {
  private static final Set<String> OPENING = Set.of("BEGIN", "SAVE");
  private static final Set<String> TRANSACTION = Set.of("TRAN", "TRANSACTION", "DISTRIBUTED");

  private static final Set<String> DEFINING =
      Set.of("CREATE", "ALTER", "REPLACE", "EDITIONABLE", "NONEDITIONABLE");
  private static final Set<String> ROUTINES =
      Set.of("FUNCTION", "PROCEDURE", "PROC", "TRIGGER", "PACKAGE", "TYPE");

  private Batch() {}

  /**
   * What in it controls the transaction; what only a routine will do when it is called does not.
   */
  static Optional<String> controlsTransaction(SqlSyntax syntax, Statement batch) {
    var lexer = new SqlLexer(syntax, batch.text(), batch.line());
    var previous = "";
    boolean routine = false;
    while (lexer.next()) {
      if (lexer.comment()) {
        continue;
      }
      var word = lexer.word();
      boolean opens = OPENING.contains(previous) && TRANSACTION.contains(word);
      // ON COMMIT is a clause of a temporary table
      boolean ends = word.equals("ROLLBACK") || (word.equals("COMMIT") && !previous.equals("ON"));
      routine |= ROUTINES.contains(word) && DEFINING.contains(previous);
      if (!routine && (opens || ends)) {
        return Optional.of((opens ? previous + " " : "") + word + " controls the transaction");
      }
      previous = word;
    }
    return Optional.empty();
  }
}
