package dev.athanor.changelog.importing;

import dev.athanor.changelog.SqlLexer;
import dev.athanor.changelog.SqlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The words that a statement begins with, in upper case.
 *
 * @param list empty strings stand for what is no word
 */
record Words(List<String> list) {
  private static final int ENOUGH = 40;
  private static final Set<String> NOISE = Set.of("WORK", "TRANSACTION");

  static Words first(SqlSyntax syntax, String statement) {
    var words = new ArrayList<String>();
    var lexer = new SqlLexer(syntax, statement, 1);
    while (words.size() < ENOUGH && lexer.next()) {
      if (!lexer.comment() && lexer.kind() != SqlLexer.Kind.HINT) {
        words.add(lexer.word());
      }
    }
    return new Words(List.copyOf(words));
  }

  private String at(int index) {
    return index < list.size() ? list.get(index) : "";
  }

  private boolean nothingFrom(int index) {
    return list.size() <= index;
  }

  /** A plain BEGIN; one with an isolation level says more than we could keep. */
  boolean beginsTransaction() {
    return switch (at(0)) {
      case "BEGIN" -> nothingFrom(1) || (NOISE.contains(at(1)) && nothingFrom(2));
      case "START" -> at(1).equals("TRANSACTION") && nothingFrom(2);
      default -> false;
    };
  }

  /** A plain COMMIT. */
  boolean endsTransaction() {
    return switch (at(0)) {
      case "COMMIT", "END" -> nothingFrom(1) || (NOISE.contains(at(1)) && nothingFrom(2));
      default -> false;
    };
  }

  /** What PostgreSQL refuses inside a transaction. */
  boolean refusesTransaction() {
    return switch (at(0)) {
      case "CREATE", "DROP" ->
          switch (at(1)) {
            case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> true;
            case "INDEX" -> at(2).equals("CONCURRENTLY");
            case "UNIQUE" -> at(2).equals("INDEX") && at(3).equals("CONCURRENTLY");
            default -> false;
          };
      case "REINDEX" -> list.contains("CONCURRENTLY") || at(1).equals("DATABASE");
      case "VACUUM" -> true;
      case "ALTER" ->
          at(1).equals("SYSTEM")
              || (at(1).equals("TABLE")
                  && list.contains("DETACH")
                  && list.contains("CONCURRENTLY"));
      default -> false;
    };
  }

  /** A value that the same transaction could not use yet. */
  boolean addsEnumValue() {
    int add = list.indexOf("ADD");
    return at(0).equals("ALTER") && at(1).equals("TYPE") && add > 0 && at(add + 1).equals("VALUE");
  }

  /** {@code COPY … FROM STDIN}. */
  boolean copiesFromClient() {
    return at(0).equals("COPY")
        && list.contains("FROM")
        && at(list.indexOf("FROM") + 1).equals("STDIN");
  }
}
