package dev.athanor.changelog;

import java.util.Set;

/**
 * Whether a semicolon ends the statement that is being read: not inside parentheses ({@code CREATE
 * RULE … DO (…; …)}) and not inside the body of a routine ({@code BEGIN ATOMIC … END}, and the
 * {@code BEGIN … END} of MariaDB's routines).
 */
final class StatementShape {
  private static final Set<String> ROUTINES =
      Set.of("FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE");

  /** What else is created: a later word {@code function} is then only a name. */
  private static final Set<String> OTHERS =
      Set.of(
          "TABLE",
          "VIEW",
          "INDEX",
          "SCHEMA",
          "SEQUENCE",
          "TYPE",
          "DOMAIN",
          "RULE",
          "POLICY",
          "ROLE",
          "EXTENSION",
          "PUBLICATION",
          "SUBSCRIPTION",
          "STATISTICS",
          "DATABASE",
          "SERVER");

  /** After these words BEGIN is somebody's name. */
  private static final Set<String> BEFORE_A_NAME =
      Set.of(
          "FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE", "EXISTS", "ON", ".", "RETURNS");

  /** Blocks of MariaDB that END closes by name and that nothing was counted for. */
  private static final Set<String> CLOSED_BY_NAME = Set.of("IF", "LOOP", "WHILE", "REPEAT", "FOR");

  private int words;
  private int parentheses;
  private int blocks;
  private boolean create;
  private boolean opensWithBegin;
  private boolean decided;
  private boolean routine;
  private boolean atomic;
  private boolean bodyByName;
  private String previous = "";

  /** Whether a semicolon here ends the statement. */
  boolean complete() {
    return parentheses == 0 && blocks == 0;
  }

  /** Whether it makes a routine, or is a block of statements itself. */
  boolean routine() {
    return routine;
  }

  /** Takes the next token that is no comment. */
  void accept(SqlLexer token) {
    if (token.kind() == SqlLexer.Kind.WORD) {
      word(token.word());
      words++;
      previous = token.word();
      return;
    }
    if (token.is('(')) {
      parentheses++;
    } else if (token.is(')')) {
      parentheses = Math.max(0, parentheses - 1);
    }
    previous = token.is('.') ? "." : "";
  }

  private void word(String word) {
    if (words == 0) {
      opensWithBegin = word.equals("BEGIN");
      create = word.equals("CREATE") || word.equals("ALTER");
    } else if (create && !decided) {
      routine = ROUTINES.contains(word);
      decided = routine || OTHERS.contains(word);
    }
    switch (word) {
      case "BEGIN" -> begin();
      case "ATOMIC" -> atomic(words);
      case "CASE" -> {
        if ((blocks > 0 || wholeBody()) && !previous.equals("END") && !previous.equals(".")) {
          blocks++;
        }
      }
      case "END" -> {
        if (blocks > 0 && !previous.equals(".")) {
          blocks--;
        }
      }
      default -> {
        if (routine && !atomic && CLOSED_BY_NAME.contains(word)) {
          named();
        }
      }
    }
  }

  /** {@code FOR EACH ROW IF … END IF}: a trigger's body without a BEGIN. */
  private boolean wholeBody() {
    return blocks == 0 && previous.equals("ROW");
  }

  private void named() {
    if (wholeBody()) {
      blocks++;
      bodyByName = true;
    } else if (previous.equals("END")) {
      if (blocks == 0 && bodyByName) {
        bodyByName = false;
      } else {
        blocks++;
      }
    }
  }

  private void begin() {
    if (routine && parentheses == 0 && !atomic && !BEFORE_A_NAME.contains(previous)) {
      blocks++;
    }
  }

  /** BEGIN ATOMIC is standard SQL's body; BEGIN NOT ATOMIC, as a whole statement, MariaDB's. */
  private void atomic(int index) {
    if (previous.equals("BEGIN") && blocks > 0) {
      atomic = true;
    } else if (previous.equals("NOT") && index == 2 && opensWithBegin) {
      routine = true;
      blocks = 1;
    }
  }
}
