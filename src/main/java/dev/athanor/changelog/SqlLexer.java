package dev.athanor.changelog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Walks over SQL token by token, as the database reads it: one pass, no token kept. It accepts any
 * text; what is never closed is a token that {@linkplain #closed() is not closed} and reaches to
 * the end.
 *
 * <p>In MariaDB's SQL the mysql client's {@code DELIMITER} lines are obeyed and are no token. What
 * stands in {@code /*! … *}{@code /} are tokens like any other, between two hints.
 */
public final class SqlLexer {
  /** What a token is. */
  public enum Kind {
    /** An unquoted name or keyword. */
    WORD,
    /** {@code '…'}, {@code E'…'}, {@code $tag$…$tag$}, {@code "…"} or {@code `…`}. */
    QUOTED,
    /** {@code -- …}, in MariaDB {@code # …} too, up to the end of the line. */
    LINE_COMMENT,
    /** A comment in slashes and asterisks, in PostgreSQL nested ones included. */
    BLOCK_COMMENT,
    /**
     * Such a comment that planners or servers read: it begins with a plus or exclamation mark. Of
     * those that MariaDB runs only what opens and what closes them.
     */
    HINT,
    /** What ends a statement, where a changeset names something else than the semicolon. */
    DELIMITER,
    /** A number, or any other single character. */
    SYMBOL
  }

  /** What MariaDB and MySQL run, though it looks like a comment. */
  private static final Pattern EXECUTABLE = Pattern.compile("/\\*M?!\\d*");

  private static final Pattern DELIMITER_LINE =
      Pattern.compile("(?i)delimiter[ \\t]+(\\S+)[^\\n]*");

  private final String sql;
  private final SqlSyntax syntax;
  private Optional<Delimiter> delimiter;
  private boolean statementBegins = true;
  private boolean inExecutable;
  private int position;
  private int positionLine;
  private Kind kind = Kind.SYMBOL;
  private int start;
  private int line;
  private boolean closed = true;

  /**
   * A lexer before the first token.
   *
   * @param firstLine the line that the text begins on, from 1
   */
  public SqlLexer(String sql, int firstLine) {
    this(SqlSyntax.POSTGRESQL, sql, firstLine);
  }

  /** The same for SQL of that kind. */
  public SqlLexer(SqlSyntax syntax, String sql, int firstLine) {
    this(syntax, sql, firstLine, Optional.empty());
  }

  SqlLexer(SqlSyntax syntax, String sql, int firstLine, Optional<Delimiter> delimiter) {
    this.syntax = syntax;
    this.sql = sql;
    this.positionLine = firstLine;
    this.delimiter = delimiter;
  }

  /** Goes to the next token; false at the end. */
  public boolean next() {
    skipWhiteSpace();
    while (syntax.mysql() && statementBegins && delimiterCommand()) {
      skipWhiteSpace();
    }
    if (position >= sql.length()) {
      return false;
    }
    start = position;
    line = positionLine;
    closed = true;
    kind = scan(sql.charAt(position));
    countLines(start, position);
    statementBegins = comment() ? statementBegins : kind == Kind.DELIMITER || is(';');
    return true;
  }

  /** Obeys {@code DELIMITER //}, as the mysql client has it: the rest of the line is its own. */
  private boolean delimiterCommand() {
    var command = DELIMITER_LINE.matcher(sql).region(position, sql.length());
    start = position;
    if (!command.lookingAt() || !firstOnLine()) {
      return false;
    }
    var text = command.group(1);
    delimiter = text.equals(";") ? Optional.empty() : Optional.of(new Delimiter(text, false));
    position = command.end();
    return true;
  }

  /** Whether something else than the semicolon ends a statement here. */
  boolean delimited() {
    return delimiter.isPresent();
  }

  /** What the token is. */
  public Kind kind() {
    return kind;
  }

  /** Where it begins in the text. */
  public int start() {
    return start;
  }

  /** Where it ends: the first character behind it. */
  public int end() {
    return position;
  }

  /** The line that the token begins on. */
  public int line() {
    return line;
  }

  /** Whether a quote or comment has its end. */
  public boolean closed() {
    return closed;
  }

  /** Whether the token is this symbol. */
  public boolean is(char symbol) {
    return kind == Kind.SYMBOL && position == start + 1 && sql.charAt(start) == symbol;
  }

  /** The token as written. */
  public String text() {
    return sql.substring(start, position);
  }

  /** An unquoted word in upper case; empty for any other token. */
  public String word() {
    return kind == Kind.WORD ? text().toUpperCase(Locale.ROOT) : "";
  }

  /** Whether the database passes over the token. */
  public boolean comment() {
    return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
  }

  /** Whether only white space stands before the token on its line. */
  public boolean firstOnLine() {
    for (int i = start - 1; i >= 0 && sql.charAt(i) != '\n'; i--) {
      if (!Character.isWhitespace(sql.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private Kind scan(char c) {
    if (atDelimiter(position)) {
      position += delimiter.orElseThrow().text().length();
      return Kind.DELIMITER;
    }
    return switch (c) {
      case '\'' -> quoted('\'', syntax.backslashEscapes());
      case '"' -> quoted('"', syntax.backslashEscapes() && !syntax.doubleQuotesName());
      case '`' ->
          !syntax.mysql() && sql.indexOf('`', position + 1) < 0 ? symbol() : quoted('`', false);
      case '$' -> syntax.mysql() ? word(c) : dollar();
      case '-' -> peek(1) == '-' && dashesComment() ? lineComment() : symbol();
      case '#' -> syntax.mysql() ? lineComment() : symbol();
      case '/' -> peek(1) == '*' ? comment(syntax.mysql()) : symbol();
      case '*' -> inExecutable && peek(1) == '/' ? endExecutable() : symbol();
      default -> wordStart(c) ? word(c) : c >= '0' && c <= '9' ? number() : symbol();
    };
  }

  /**
   * To MariaDB {@code 1--1} is two; a line of {@code --upgrade} is a comment to us all the same.
   */
  private boolean dashesComment() {
    return !syntax.mysql() || peek(2) <= ' ' || firstOnLine();
  }

  private Kind comment(boolean mysql) {
    if (!mysql) {
      return blockComment();
    }
    var opening = EXECUTABLE.matcher(sql).region(position, sql.length());
    if (opening.lookingAt()) {
      position = opening.end();
      inExecutable = true;
      return Kind.HINT;
    }
    boolean hint = peek(2) == '+';
    int end = sql.indexOf("*/", position + 2);
    closed = end >= 0;
    position = closed ? end + 2 : sql.length();
    return hint ? Kind.HINT : Kind.BLOCK_COMMENT;
  }

  private Kind endExecutable() {
    inExecutable = false;
    position += 2;
    return Kind.HINT;
  }

  private Kind symbol() {
    position++;
    return Kind.SYMBOL;
  }

  private Kind number() {
    while (wordPart(peek(0)) && peek(0) != '$') {
      position++;
    }
    return Kind.SYMBOL;
  }

  private Kind word(char first) {
    while (wordPart(peek(0)) && !(position > start && peek(0) == '$' && atDelimiter(position))) {
      position++;
    }
    boolean escapes =
        !syntax.mysql()
            && position == start + 1
            && (first == 'e' || first == 'E')
            && peek(0) == '\'';
    return escapes ? quoted('\'', true) : Kind.WORD;
  }

  /** From the opening quote; a doubled quote stands for itself. */
  private Kind quoted(char quote, boolean escapes) {
    position++;
    while (position < sql.length()) {
      char c = sql.charAt(position++);
      if (c == '\\' && escapes) {
        position = Math.min(position + 1, sql.length());
      } else if (c == quote) {
        if (peek(0) == quote) {
          position++;
        } else if (!escapes || syntax.mysql() || !continued()) {
          return Kind.QUOTED;
        }
      }
    }
    closed = false;
    return Kind.QUOTED;
  }

  /** An E'…' goes on in the next quote when a line break lies between, its escapes with it. */
  private boolean continued() {
    int i = position;
    boolean lineBreak = false;
    while (i < sql.length() && Character.isWhitespace(sql.charAt(i))) {
      lineBreak |= sql.charAt(i) == '\n';
      i++;
    }
    if (!lineBreak || i >= sql.length() || sql.charAt(i) != '\'') {
      return false;
    }
    position = i + 1;
    return true;
  }

  private Kind dollar() {
    int tagEnd = position + 1;
    while (tagEnd < sql.length() && wordPart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    boolean tag = tagEnd < sql.length() && sql.charAt(tagEnd) == '$';
    if (!tag || (tagEnd > position + 1 && !wordStart(sql.charAt(position + 1)))) {
      return symbol();
    }
    var quote = sql.substring(position, tagEnd + 1);
    int close = sql.indexOf(quote, tagEnd + 1);
    closed = close >= 0;
    position = closed ? close + quote.length() : sql.length();
    return Kind.QUOTED;
  }

  private Kind lineComment() {
    int end = sql.indexOf('\n', position);
    position = end < 0 ? sql.length() : end;
    return Kind.LINE_COMMENT;
  }

  private Kind blockComment() {
    boolean hint = peek(2) == '+' || peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!');
    int depth = 0;
    while (position < sql.length()) {
      if (peek(0) == '/' && peek(1) == '*') {
        depth++;
        position += 2;
      } else if (peek(0) == '*' && peek(1) == '/') {
        depth--;
        position += 2;
        if (depth == 0) {
          return hint ? Kind.HINT : Kind.BLOCK_COMMENT;
        }
      } else {
        position++;
      }
    }
    closed = false;
    return hint ? Kind.HINT : Kind.BLOCK_COMMENT;
  }

  private boolean atDelimiter(int index) {
    return delimiter.isPresent() && delimiter.get().at(sql, index);
  }

  private void skipWhiteSpace() {
    int from = position;
    while (position < sql.length() && Character.isWhitespace(sql.charAt(position))) {
      position++;
    }
    countLines(from, position);
  }

  private void countLines(int from, int to) {
    for (int i = from; i < to; i++) {
      if (sql.charAt(i) == '\n') {
        positionLine++;
      }
    }
  }

  /** The character so far ahead; a space past the end, which is part of nothing. */
  private char peek(int ahead) {
    int index = position + ahead;
    return index < sql.length() ? sql.charAt(index) : ' ';
  }

  private static boolean wordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || wide(c);
  }

  static boolean wordPart(char c) {
    return wordStart(c) || (c >= '0' && c <= '9') || c == '$';
  }

  /** PostgreSQL takes every character beyond ASCII for a letter; white space there is ours. */
  private static boolean wide(char c) {
    return c >= 0x80 && !Character.isWhitespace(c);
  }
}
