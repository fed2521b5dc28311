package dev.athanor.changelog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts SQL into statements where the database, or on MariaDB the mysql client, would: not inside
 * quotes of any kind, comments, parentheses or the bodies of routines.
 *
 * <p>It takes any text and loses nothing but white space, semicolons and comments between
 * statements; {@link FileCheck} refuses what is left open.
 */
public final class SqlSplitter {
  private SqlSplitter() {}

  /** The statements in a piece of PostgreSQL's SQL. */
  public static List<Statement> split(String sql, int firstLine) {
    return split(SqlSyntax.POSTGRESQL, sql, firstLine);
  }

  /**
   * The statements in a piece of a file, without the semicolons that end them.
   *
   * @param firstLine the line of the file that the text begins on, from 1
   */
  public static List<Statement> split(SqlSyntax syntax, String sql, int firstLine) {
    return split(syntax, sql, firstLine, Optional.empty());
  }

  /**
   * The same where a change names what ends its statements.
   *
   * @param endDelimiter as Liquibase's attribute has it; {@code \n} at its beginning stands for the
   *     start of a line
   */
  public static List<Statement> split(
      SqlSyntax syntax, String sql, int firstLine, String endDelimiter) {
    return split(
        syntax,
        sql,
        firstLine,
        endDelimiter.equals(";") ? Optional.empty() : Delimiter.parse(endDelimiter));
  }

  /** The same where something else than the semicolon ends a statement. */
  static List<Statement> split(
      SqlSyntax syntax, String sql, int firstLine, Optional<Delimiter> delimiter) {
    return parts(syntax, sql, firstLine, delimiter).stream().map(Part::statement).toList();
  }

  /** The same as places in the text, for whoever rewrites it. */
  public static List<Span> spans(String sql) {
    return spans(SqlSyntax.POSTGRESQL, sql);
  }

  /** The same for SQL of that kind. */
  public static List<Span> spans(SqlSyntax syntax, String sql) {
    return parts(syntax, sql, 1, Optional.empty()).stream().map(Part::span).toList();
  }

  /**
   * Where a statement stands.
   *
   * @param start its first character
   * @param end behind its last, the semicolon not counted
   * @param line the line that it begins on, from 1
   */
  public record Span(int start, int end, int line) {
    /** The statement itself. */
    public String of(String sql) {
      return sql.substring(start, end);
    }
  }

  private static List<Part> parts(
      SqlSyntax syntax, String sql, int firstLine, Optional<Delimiter> delimiter) {
    var parts = new ArrayList<Part>();
    var lexer = new SqlLexer(syntax, sql, firstLine, delimiter);
    var part = new Part(sql);
    var shape = new StatementShape();
    while (lexer.next()) {
      boolean ends =
          lexer.delimited()
              ? lexer.kind() == SqlLexer.Kind.DELIMITER
                  // the mysql client lets several statements through, the driver does not
                  || (syntax.mysql() && lexer.is(';') && shape.complete() && !shape.routine())
              : lexer.is(';') && shape.complete();
      if (ends) {
        parts.add(part);
        part = new Part(sql);
        shape = new StatementShape();
      } else if (!lexer.comment()) {
        part.accept(lexer);
        shape.accept(lexer);
      }
    }
    parts.add(part);
    parts.removeIf(Part::nothing);
    return parts;
  }

  /** The whole text as one statement, for {@code splitStatements:false}; none when it is empty. */
  static List<Statement> whole(SqlSyntax syntax, String sql, int firstLine) {
    var lexer = new SqlLexer(syntax, sql, firstLine);
    var part = new Part(sql);
    while (lexer.next()) {
      if (!lexer.comment()) {
        part.accept(lexer);
      }
    }
    return part.nothing() ? List.of() : List.of(part.statement());
  }

  /** What lies between two delimiters. */
  private static final class Part {
    private final String sql;
    private int start = -1;
    private int end;
    private int line;
    private boolean executable;

    Part(String sql) {
      this.sql = sql;
    }

    void accept(SqlLexer token) {
      if (start < 0) {
        start = token.start();
        line = token.line();
      }
      end = token.end();
      // MariaDB runs what stands in /*! … */; /*+ … */ is a hint for the statement around it
      executable |= token.kind() != SqlLexer.Kind.HINT || sql.charAt(token.start() + 2) != '+';
    }

    /** Whether there is nothing to run in it. */
    boolean nothing() {
      return !executable;
    }

    Statement statement() {
      return new Statement(sql.substring(start, end), line);
    }

    Span span() {
      return new Span(start, end, line);
    }
  }
}
