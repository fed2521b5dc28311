package dev.athanor.changelog.importing;

import dev.athanor.changelog.ShortSql;
import dev.athanor.changelog.SqlLexer;
import dev.athanor.changelog.SqlSplitter;
import dev.athanor.changelog.SqlSyntax;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL made to fit into a section of the short form with its meaning kept: every statement stays on
 * its line. The transaction is the engine's, so the script's own BEGIN and COMMIT go; comments that
 * would be read as markers are marked as comments.
 */
final class FittedSql {
  private final Part part;
  private final SourceFolder folder;
  private final SqlSyntax syntax;
  private final StringBuilder sql;
  private final int skipped;
  private final boolean empty;
  private boolean inTransaction;

  FittedSql(Part part, SourceFolder folder) {
    this.part = part;
    this.folder = folder;
    this.syntax = folder.options().syntax();
    this.sql =
        new StringBuilder(syntax.mysql() ? part.text() : new CopiedRows(part).asInserts(folder));
    this.inTransaction = part.inTransaction();
    transactions();
    comments();
    this.skipped = trim();
    this.empty = SqlSplitter.spans(syntax, sql.toString()).isEmpty();
  }

  String sql() {
    return sql.toString();
  }

  String origin() {
    return part.origin();
  }

  /** The line of the source that the text begins on. */
  int firstLine() {
    return part.line() + skipped;
  }

  boolean empty() {
    return empty;
  }

  boolean inTransaction() {
    return inTransaction;
  }

  private void transactions() {
    var text = sql.toString();
    var control = new ArrayList<SqlSplitter.Span>();
    var alone = new ArrayList<SqlSplitter.Span>();
    boolean committed = false;
    boolean goesOn = false;
    boolean addsValue = false;
    for (var span : SqlSplitter.spans(syntax, text)) {
      var words = Words.first(syntax, span.of(text));
      if (words.beginsTransaction() || words.endsTransaction()) {
        control.add(span);
        committed |= words.endsTransaction();
      } else {
        goesOn |= committed;
        addsValue |= words.addsEnumValue();
        if (!syntax.mysql() && words.refusesTransaction()) {
          alone.add(span);
        }
      }
    }
    control.forEach(span -> blank(span, text));
    if (inTransaction && (!alone.isEmpty() || (addsValue && goesOn))) {
      inTransaction = false;
      var span = alone.isEmpty() ? control.getFirst() : alone.getFirst();
      warn(
          span.line(),
          "This cannot run inside a transaction: the whole section gets runInTransaction:false, so"
              + " each statement commits by itself.");
    } else if (syntax.mysql() && !control.isEmpty()) {
      warn(
          control.getFirst().line(),
          "The script's own BEGIN and COMMIT are left out: each statement commits by itself here,"
              + " and a run that was killed goes on behind the last one.");
    } else if (goesOn && inTransaction) {
      warn(
          control.getFirst().line(),
          "The script's own BEGIN and COMMIT are left out, and there are statements after a COMMIT:"
              + " all of the script is now one transaction.");
    }
  }

  private void warn(int line, String what) {
    folder.warn(part.origin(), part.line() + line - 1, what);
  }

  /** Leaves the lines. */
  private void blank(SqlSplitter.Span span, String text) {
    int end = span.end();
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    int last = end < text.length() && text.charAt(end) == ';' ? end + 1 : span.end();
    for (int i = span.start(); i < last; i++) {
      if (sql.charAt(i) != '\n') {
        sql.setCharAt(i, ' ');
      }
    }
  }

  private void comments() {
    var places = new ArrayList<Integer>();
    var lexer = new SqlLexer(syntax, sql.toString(), 1);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.LINE_COMMENT
          && lexer.firstOnLine()
          && ShortSql.marks(lexer.text())) {
        places.add(lexer.start() + 2);
      }
    }
    for (int place : List.copyOf(places).reversed()) {
      sql.insert(place, " |");
    }
  }

  /** Takes empty lines off both ends; answers how many at the head. */
  private int trim() {
    var text = sql.toString();
    sql.setLength(text.stripTrailing().length());
    int start = 0;
    int lines = 0;
    for (int i = 0; i < sql.length() && Character.isWhitespace(sql.charAt(i)); i++) {
      if (sql.charAt(i) == '\n') {
        start = i + 1;
        lines++;
      }
    }
    sql.delete(0, start);
    var stripped = sql.toString().lines().map(String::stripTrailing).toList();
    // lines that only held a BEGIN are blank now; quoted text keeps its white space
    if (stripped.stream().allMatch(String::isEmpty)) {
      sql.setLength(0);
    }
    return lines;
  }
}
