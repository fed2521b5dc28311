package dev.athanor.changelog.importing;

import dev.athanor.changelog.SqlLexer;
import dev.athanor.changelog.SqlSplitter;
import dev.athanor.changelog.SqlSyntax;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The output of {@code alembic upgrade --sql} or {@code downgrade --sql}, revision by revision. */
final class AlembicSql {
  private static final Pattern RUNNING =
      Pattern.compile("--\\s*Running (upgrade|downgrade) (.*?)\\s*->\\s*(.*?)");

  /** What Alembic does to its own table, whatever that is called. */
  private static final Pattern VERSION_TABLE =
      Pattern.compile(
          "(?is)(?:INSERT\\s+INTO\\s+\\S+\\s*\\(\\s*version_num\\s*\\)\\s*VALUES.*"
              + "|UPDATE\\s+\\S+\\s+SET\\s+version_num\\s*=.*"
              + "|DELETE\\s+FROM\\s+\\S+\\s+WHERE\\s+\\S*version_num\\s*=.*)");

  private final SqlSyntax syntax;
  private final Map<String, Part> parts = new HashMap<>();
  private int doubledPercent;

  private record Section(String revision, int start, int line) {}

  private AlembicSql(SqlSyntax syntax) {
    this.syntax = syntax;
  }

  /** Reads a file; {@code direction} is the word that it must be full of. */
  static AlembicSql read(Path path, String direction, SqlSyntax syntax) {
    var sql = new AlembicSql(syntax);
    var text = SourceFolder.text(path);
    var sections = new ArrayList<Section>();
    var lexer = new SqlLexer(syntax, text, 1);
    while (lexer.next()) {
      if (sql.doubledPercent == 0
          && lexer.kind() == SqlLexer.Kind.QUOTED
          && lexer.text().contains("%%")) {
        sql.doubledPercent = lexer.line();
      }
      if (lexer.kind() == SqlLexer.Kind.LINE_COMMENT && lexer.firstOnLine()) {
        var running = RUNNING.matcher(lexer.text().strip());
        if (running.matches()) {
          if (!running.group(1).equals(direction)) {
            throw SourceFolder.invalid(
                path.toString(),
                lexer.line(),
                "this is the output of `alembic %s --sql`, not of `alembic %s --sql`"
                    .formatted(running.group(1), direction));
          }
          boolean up = direction.equals("upgrade");
          sections.add(new Section(running.group(up ? 3 : 2).strip(), lexer.end(), lexer.line()));
        }
      }
    }
    if (sections.isEmpty()) {
      throw SourceFolder.invalid(
          path.toString(),
          1,
          "there is no \"-- Running %s a -> b\" comment: it is not the output of `alembic %s --sql`"
              .formatted(direction, direction));
    }
    for (int i = 0; i < sections.size(); i++) {
      boolean last = i + 1 == sections.size();
      int end = last ? text.length() : text.lastIndexOf('\n', startOf(text, sections.get(i + 1)));
      sql.add(path, sections.get(i), text.substring(sections.get(i).start(), end), last);
    }
    return sql;
  }

  private static int startOf(String text, Section section) {
    return text.lastIndexOf("--", section.start());
  }

  private void add(Path path, Section section, String text, boolean last) {
    var own = new StringBuilder(text);
    var spans = SqlSplitter.spans(syntax, text);
    var control = new ArrayList<SqlSplitter.Span>();
    boolean committed = false;
    boolean outside = false;
    for (int i = 0; i < spans.size(); i++) {
      var span = spans.get(i);
      var statement = span.of(text);
      var words = Words.first(syntax, statement);
      boolean dropsTable =
          last
              && words.list().size() == 3
              && statement.matches("(?is)DROP\\s+TABLE\\s+\\S*")
              && i >= spans.size() - 2;
      if (words.beginsTransaction() || words.endsTransaction()) {
        committed = words.endsTransaction();
        control.add(span);
      } else if (VERSION_TABLE.matcher(statement).matches()
          || (dropsTable && versionTable(statement))) {
        control.add(span);
      } else {
        // an autocommit_block: COMMIT, the statements, BEGIN
        outside |= committed;
      }
    }
    control.forEach(span -> blank(own, span, text));
    if (parts.containsKey(section.revision())) {
      throw SourceFolder.invalid(
          path.toString(),
          section.line(),
          "revision %s is there twice".formatted(section.revision()));
    }
    parts.put(
        section.revision(), new Part(own.toString(), path.toString(), section.line(), !outside));
  }

  private static boolean versionTable(String statement) {
    return statement.toLowerCase(java.util.Locale.ROOT).contains("version");
  }

  private static void blank(StringBuilder own, SqlSplitter.Span span, String text) {
    int end = text.indexOf(';', span.end());
    for (int i = span.start(); i < (end < 0 ? span.end() : end + 1); i++) {
      if (own.charAt(i) != '\n') {
        own.setCharAt(i, ' ');
      }
    }
  }

  /** The first line on which a percent sign is written twice inside quotes; 0: there is none. */
  int doubledPercent() {
    return doubledPercent;
  }

  /** Whether there is nothing to run. */
  boolean nothing(Part part) {
    return SqlSplitter.spans(syntax, part.text()).isEmpty();
  }

  /** What a revision does; absent when the output does not have it. */
  Optional<Part> find(String revision) {
    return Optional.ofNullable(parts.get(revision));
  }
}
