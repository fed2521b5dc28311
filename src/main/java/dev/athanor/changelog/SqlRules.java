package dev.athanor.changelog;

import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** What no SQL of a revision may do or leave open, whatever the format around it. */
final class SqlRules {
  private static final Set<String> ROUTINES =
      Set.of("FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE");

  private static final Pattern CHARSET =
      Pattern.compile(
          "(?i)\\bset\\s+(?:names|character\\s+set|charset)\\s+['\"]?(?!default\\b)(\\w+)");

  private static final Pattern SQL_MODE =
      Pattern.compile("(?i)\\bsql_mode\\s*:?=\\s*['\"]([^'\"]*)['\"]");

  /** What PostgreSQL's driver gives up the connection for, and what files are not read as. */
  private static final Pattern FIXED =
      Pattern.compile(
          "(?i)^\\s*set\\s+(?:session\\s+|local\\s+)?"
              + "(?:(names)|(?:(client_encoding)|(datestyle)|(standard_conforming_strings))\\s*(?:=|to\\b))"
              + "\\s*'?(\\w+)");

  private static final Set<String> UTF8 = Set.of("utf8", "unicode", "default");
  private static final Set<String> OTHER_DATES = Set.of("german", "sql", "postgres", "postgresql");
  private static final Set<String> NOT = Set.of("off", "false", "no", "0");

  private final RevisionFile file;
  private final OptionalInt onlyLine;

  SqlRules(RevisionFile file) {
    this.file = file;
    this.onlyLine = OptionalInt.empty();
  }

  /** For SQL whose line breaks are none in the file: in JSON, or in a quoted YAML value. */
  SqlRules(RevisionFile file, int onlyLine) {
    this.file = file;
    this.onlyLine = OptionalInt.of(onlyLine);
  }

  /**
   * Checks a piece of SQL.
   *
   * @param firstLine the line that it begins on
   * @param delimiter what ends its statements, if not the semicolon
   */
  void check(String sql, int firstLine, Optional<Delimiter> delimiter) {
    refuseData(sql, firstLine, delimiter);
    refuseOpenEnds(sql, firstLine, delimiter);
    for (var statement : SqlSplitter.split(file.syntax(), sql, firstLine, delimiter)) {
      if (delimiter.isPresent() && file.syntax().batches()) {
        refuseControl(statement, Batch.controlsTransaction(file.syntax(), statement));
        continue;
      }
      var words = firstWords(statement);
      check(statement, words);
      if (delimiter.isPresent() && !isRoutine(words)) {
        // the driver cuts at semicolons all the same
        SqlSplitter.split(file.syntax(), statement.text(), statement.line())
            .forEach(part -> check(part, firstWords(part)));
      }
    }
    refuseClientCommands(sql, firstLine, delimiter);
  }

  /** Ahead of all else: what stands below COPY is no SQL, and looks wrong in other ways. */
  private void refuseData(String sql, int firstLine, Optional<Delimiter> delimiter) {
    for (var statement : SqlSplitter.split(file.syntax(), sql, firstLine, delimiter)) {
      if (word(firstWords(statement), 0).equals("COPY")) {
        refuseCopy(statement);
      }
    }
  }

  private void refuseControl(Statement statement, Optional<String> control) {
    control.ifPresent(
        what -> {
          throw file.refused(
              Reason.TRANSACTION_CONTROL,
              onlyLine.orElse(statement.line()),
              "%s. Take it out: a revision runs in a transaction of its own; for statements that cannot, use runInTransaction:false."
                  .formatted(what));
        });
  }

  private void check(Statement statement, List<String> words) {
    refuseControl(
        statement,
        controlsTransaction(words)
            .or(() -> file.syntax().mysql() ? Optional.empty() : setsTransaction(words)));
    if (word(words, 0).equals("DELIMITER")) {
      throw invalid(
          statement.line(),
          "DELIMITER is a command of the mysql client. Take it out: bodies of routines are"
              + " recognised; in formatted SQL there is endDelimiter:// too");
    }
    if (word(words, 0).equals("SET")) {
      if (file.syntax().mysql()) {
        refuseOtherMode(statement);
      } else {
        refuseOtherReading(statement);
      }
    }
  }

  private static Optional<String> controlsTransaction(List<String> words) {
    var first = word(words, 0);
    var second = word(words, 1);
    boolean refused =
        switch (first) {
          case "COMMIT", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "END", "XA" -> true;
          case "BEGIN" -> !second.equals("NOT");
          case "START" -> second.equals("TRANSACTION");
          case "PREPARE" -> second.equals("TRANSACTION");
          case "SET" ->
              second.equals("TRANSACTION")
                  || second.equals("AUTOCOMMIT")
                  || words.contains("CHARACTERISTICS")
                  || (words.size() > 2 && word(words, 2).equals("TRANSACTION"));
          case "LOCK", "UNLOCK" -> second.equals("TABLES");
          case "FLUSH" -> words.contains("LOCK");
          default -> false;
        };
    if (refused) {
      return Optional.of("%s controls the transaction".formatted((first + " " + second).strip()));
    }
    // ALL gives back the session's locks, ours among them
    return first.equals("DISCARD") && second.equals("ALL")
        ? Optional.of("DISCARD ALL gives up the lock that keeps others out")
        : Optional.empty();
  }

  /** {@code SET transaction_read_only = on} is SET TRANSACTION in another spelling. */
  private static Optional<String> setsTransaction(List<String> words) {
    return word(words, 0).equals("SET")
        ? words.stream()
            .limit(3)
            .filter(word -> word.matches("TRANSACTION_(READ_ONLY|ISOLATION|DEFERRABLE)"))
            .findFirst()
            .map("SET %s controls the transaction"::formatted)
        : Optional.empty();
  }

  /** What would have the driver or the server read something else than was meant. */
  private void refuseOtherReading(Statement statement) {
    var fixed = FIXED.matcher(statement.text());
    if (!fixed.find()) {
      return;
    }
    var value = fixed.group(5).toLowerCase(Locale.ROOT);
    if ((fixed.group(1) != null || fixed.group(2) != null) && !UTF8.contains(value)) {
      throw invalid(
          statement.line(),
          "revision files are UTF-8, and so is what the driver says and hears: another encoding (%s) ends the connection. Leave it out, and keep the file in UTF-8"
              .formatted(value));
    }
    if (fixed.group(3) != null && OTHER_DATES.contains(value)) {
      throw invalid(
          statement.line(),
          "the driver reads dates as ISO, and ends the connection when they are not. Leave it out, or use to_char() and to_date()");
    }
    if (fixed.group(4) != null && NOT.contains(value)) {
      throw invalid(
          statement.line(),
          "a backslash in '…' was read as an ordinary character. Leave it out, and write E'…' where it escapes");
    }
  }

  /** A mode under which the rest of the file would be read differently than it was cut. */
  private void refuseOtherMode(Statement statement) {
    var charset = CHARSET.matcher(statement.text());
    if (charset.find() && !charset.group(1).toLowerCase(Locale.ROOT).matches("utf8(mb[34])?")) {
      throw invalid(
          statement.line(),
          "revision files are UTF-8, and the server would read the rest of this one as %s. Leave it out"
              .formatted(charset.group(1)));
    }
    var mode = SQL_MODE.matcher(statement.text());
    if (mode.find() && !SqlSyntax.ofMode(mode.group(1)).equals(file.syntax())) {
      throw invalid(
          statement.line(),
          "this sql_mode changes what quotes and backslashes mean, and the file was read as the"
              + " session has it. Leave ANSI_QUOTES and NO_BACKSLASH_ESCAPES as the server has"
              + " them");
    }
  }

  private void refuseCopy(Statement statement) {
    var lexer = new SqlLexer(file.syntax(), statement.text(), statement.line());
    while (lexer.next()) {
      if (lexer.word().equals("STDIN") || lexer.word().equals("STDOUT")) {
        throw invalid(
            statement.line(),
            "COPY FROM STDIN and TO STDOUT talk to a client that is not there. Write INSERT … VALUES"
                + " (pg_dump --inserts does)");
      }
    }
  }

  private void refuseOpenEnds(String sql, int firstLine, Optional<Delimiter> delimiter) {
    var shape = new StatementShape();
    int statementLine = 0;
    var lexer = new SqlLexer(file.syntax(), sql, firstLine, delimiter);
    while (lexer.next()) {
      if (!lexer.closed()) {
        throw invalid(
            lexer.line(),
            lexer.comment() || lexer.kind() == SqlLexer.Kind.HINT
                ? "the comment that begins here is never closed"
                : "the quote that begins here is never closed");
      }
      if (lexer.comment()) {
        continue;
      }
      boolean ends =
          lexer.delimited()
              ? lexer.kind() == SqlLexer.Kind.DELIMITER
              : lexer.is(';') && shape.complete();
      if (ends) {
        shape = new StatementShape();
        statementLine = 0;
      } else {
        statementLine = statementLine == 0 ? lexer.line() : statementLine;
        shape.accept(lexer);
      }
    }
    if (!lexer.delimited() && !shape.complete()) {
      throw invalid(
          statementLine,
          "the statement that begins here opens a parenthesis or a BEGIN and does not close it");
    }
  }

  private void refuseClientCommands(String sql, int firstLine, Optional<Delimiter> delimiter) {
    var lexer = new SqlLexer(file.syntax(), sql, firstLine, delimiter);
    while (lexer.next()) {
      if (lexer.is('\\') && !lexer.delimited()) {
        throw invalid(
            lexer.line(),
            "a backslash begins a command of psql or mysql, which is not there. Write SQL; a string with"
                + " backslashes stands in quotes");
      }
      boolean slashOrGo = lexer.is('/') || lexer.word().equals("GO");
      if (!lexer.delimited() && slashOrGo && lexer.firstOnLine() && lastOnLine(sql, lexer.end())) {
        throw invalid(
            lexer.line(),
            "Liquibase takes a line with only / or GO for the end of a statement. End it with a"
                + " semicolon; in formatted SQL there are endDelimiter:/ and endDelimiter:GO, too");
      }
    }
  }

  private static boolean lastOnLine(String sql, int end) {
    int lineEnd = sql.indexOf('\n', end);
    return sql.substring(end, lineEnd < 0 ? sql.length() : lineEnd).isBlank();
  }

  private static boolean isRoutine(List<String> words) {
    return word(words, 0).equals("CREATE") && words.stream().anyMatch(ROUTINES::contains);
  }

  /** The words that a statement begins with, in upper case, comments passed over. */
  private List<String> firstWords(Statement statement) {
    var words = new ArrayList<String>();
    var lexer = new SqlLexer(file.syntax(), statement.text(), statement.line());
    while (words.size() < 12 && lexer.next()) {
      if (!lexer.comment() && lexer.kind() != SqlLexer.Kind.HINT) {
        words.add(lexer.word());
      }
    }
    return words;
  }

  private static String word(List<String> words, int index) {
    return index < words.size() ? words.get(index) : "";
  }

  private dev.athanor.error.AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, onlyLine.orElse(line), what + ".");
  }
}
