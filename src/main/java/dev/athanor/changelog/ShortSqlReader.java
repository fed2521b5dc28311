package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the {@code -- upgrade} and {@code -- downgrade} sections. */
final class ShortSqlReader {
  private static final Pattern MARKER =
      Pattern.compile("--\\s*(upgrade|downgrade)\\b(?!\\s*:)(.*)", Pattern.CASE_INSENSITIVE);

  /** The markers of goose, dbmate, sql-migrate, node-pg-migrate and their like. */
  private static final Pattern OTHER_TOOLS =
      Pattern.compile(
          "--\\s*(?:\\+\\s*(?:goose|migrate)\\s+(?:up|down)\\b.*|migrate:(?:up|down)\\b.*|!?(?:up|down)(?:\\s+migration)?|@undo)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OTHER_DIRECTIVES =
      Pattern.compile("--\\s*\\+\\s*(goose|migrate)\\s+(\\w+).*", Pattern.CASE_INSENSITIVE);

  private static final List<String> ATTRIBUTES = List.of("runInTransaction");

  private final RevisionFile file;
  private final String text;

  /** A marker: its line, where its section's text begins, what it says. */
  private record Marker(
      String name, int line, int start, int end, boolean runInTransaction, boolean empty) {}

  ShortSqlReader(RevisionFile file) {
    this.file = file;
    this.text = file.text();
  }

  ShortSql read() {
    var markers = markers();
    Optional<ShortSql.Section> upgrade = Optional.empty();
    Optional<ShortSql.Section> downgrade = Optional.empty();
    for (int i = 0; i < markers.size(); i++) {
      int end = i + 1 < markers.size() ? markers.get(i + 1).start() : text.length();
      var section = section(markers.get(i), end);
      if (markers.get(i).name().equals("upgrade")) {
        upgrade = once(upgrade, section, "-- upgrade");
      } else {
        downgrade = once(downgrade, section, "-- downgrade");
      }
    }
    if (markers.isEmpty()) {
      // a header and nothing else: a merge, say. There is nothing to run either way
      var nothing = new ShortSql.Section(1, true, true, "", List.of());
      return new ShortSql(nothing, Optional.of(nothing));
    }
    if (upgrade.isEmpty()) {
      throw invalid(
          markers.getFirst().line(),
          "there is no \"-- upgrade\" line. Put one above the SQL, or make \"--liquibase formatted"
              + " sql\" the first line");
    }
    return new ShortSql(upgrade.get(), downgrade);
  }

  private List<Marker> markers() {
    var markers = new ArrayList<Marker>();
    var lexer = new SqlLexer(file.syntax(), text, 1);
    while (lexer.next()) {
      if (lexer.kind() == SqlLexer.Kind.LINE_COMMENT) {
        if (lexer.firstOnLine() && lexer.text().startsWith("--")) {
          marker(lexer).ifPresent(markers::add);
        }
      } else if (markers.isEmpty() && lexer.kind() != SqlLexer.Kind.BLOCK_COMMENT) {
        throw invalid(
            lexer.line(),
            "text above the first \"-- upgrade\" or \"-- downgrade\" line would never run. Move it"
                + " into a section");
      }
    }
    return markers;
  }

  /** Whether a comment on a line of its own would be read, or refused, as more than a comment. */
  static boolean marks(String comment) {
    var text = comment.strip();
    var word = text.substring(2).strip();
    return MARKER.matcher(text).matches()
        || OTHER_TOOLS.matcher(text).matches()
        || OTHER_DIRECTIVES.matcher(text).matches()
        || (!word.contains(" ")
            && Spelling.nearest(word, List.of("upgrade", "downgrade")).isPresent());
  }

  private Optional<Marker> marker(SqlLexer lexer) {
    var comment = lexer.text().strip();
    var matcher = MARKER.matcher(comment);
    if (!matcher.matches()) {
      refuseOtherTools(comment, lexer.line());
      return Optional.empty();
    }
    var name = matcher.group(1).toLowerCase(Locale.ROOT);
    var rest = matcher.group(2).strip();
    boolean empty = rest.equalsIgnoreCase("empty");
    try {
      boolean runInTransaction =
          Attributes.parse(empty ? "" : rest, ATTRIBUTES).flag("runInTransaction", true);
      return Optional.of(
          new Marker(name, lexer.line(), lexer.start(), lexer.end(), runInTransaction, empty));
    } catch (Attributes.Malformed e) {
      throw invalid(
          lexer.line(),
          ("\"-- %s\" begins a section, and %s. After it may stand runInTransaction:false or empty;"
                  + " begin a comment with another word")
              .formatted(name, e.text()));
    }
  }

  private void refuseOtherTools(String comment, int line) {
    var matcher = OTHER_TOOLS.matcher(comment);
    if (matcher.matches()) {
      var lower = comment.toLowerCase(Locale.ROOT);
      boolean down = lower.contains("down") || lower.contains("undo");
      throw invalid(
          line,
          "\"%s\" is another tool's marker. Write \"-- %s\""
              .formatted(comment, down ? "downgrade" : "upgrade"));
    }
    if (OTHER_DIRECTIVES.matcher(comment).matches()) {
      throw invalid(
          line,
          ("\"%s\" is another tool's directive. Leave it out: statements with semicolons inside"
                  + " need no marks here, and -- upgrade runInTransaction:false runs outside a"
                  + " transaction")
              .formatted(comment));
    }
    var word = comment.substring(2).strip();
    if (!word.contains(" ")
        && Spelling.nearest(word, List.of("upgrade", "downgrade")).isPresent()) {
      throw invalid(
          line,
          "\"%s\" looks like a section%s"
              .formatted(comment, Spelling.hint(word, List.of("upgrade", "downgrade"))));
    }
  }

  private ShortSql.Section section(Marker marker, int end) {
    var sql = text.substring(marker.end(), end);
    var statements = SqlSplitter.split(file.syntax(), sql, marker.line());
    if (marker.empty() && !statements.isEmpty()) {
      throw invalid(
          statements.getFirst().line(),
          "the section was declared empty on line %d and holds SQL".formatted(marker.line()));
    }
    return new ShortSql.Section(
        marker.line(), marker.runInTransaction(), marker.empty(), sql, statements);
  }

  private Optional<ShortSql.Section> once(
      Optional<ShortSql.Section> before, ShortSql.Section section, String marker) {
    if (before.isPresent()) {
      throw invalid(
          section.line(),
          "a second \"%s\" section; the first is on line %d. Join them"
              .formatted(marker, before.get().line()));
    }
    return Optional.of(section);
  }

  private AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, line, what + ".");
  }
}
