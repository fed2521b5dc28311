package dev.athanor.changelog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The lines at a file's head that may hold header keys, with what marks them as comments taken off.
 *
 * @param lines in the order of the file
 */
record HeaderLines(List<Line> lines) {
  static final Pattern FORMATTED_SQL =
      Pattern.compile("^\\s*--\\s*liquibase\\s*formatted.*", Pattern.CASE_INSENSITIVE);

  /** Where Liquibase begins to read: the header is over. */
  private static final Pattern FIRST_DIRECTIVE =
      Pattern.compile(
          "^\\s*--\\s*(changeset\\s.*|property\\s.*|ignoreLines:.*|(upgrade|downgrade)\\b(?!\\s*:).*)",
          Pattern.CASE_INSENSITIVE);

  record Line(String text, int number) {}

  /** The lines of {@code --} comments before the first statement, directive or section. */
  static HeaderLines ofSql(String text) {
    var lines = new ArrayList<Line>();
    var reader = new LineReader(text);
    for (var line = reader.next(); line.isPresent(); line = reader.next()) {
      var content = line.get().text().strip();
      if (FIRST_DIRECTIVE.matcher(content).matches()) {
        break;
      }
      if (content.startsWith("--")) {
        lines.add(new Line(content.substring(2).strip(), line.get().number()));
      } else if (!content.isEmpty()) {
        break;
      }
    }
    return new HeaderLines(lines);
  }

  /** The lines of {@code #} comments before the document. */
  static HeaderLines ofYaml(String text) {
    var lines = new ArrayList<Line>();
    var reader = new LineReader(text);
    for (var line = reader.next(); line.isPresent(); line = reader.next()) {
      var content = line.get().text().strip();
      if (content.startsWith("#")) {
        lines.add(new Line(content.substring(1).strip(), line.get().number()));
      } else if (!content.isEmpty() && !content.equals("---") && !content.startsWith("%")) {
        break;
      }
    }
    return new HeaderLines(lines);
  }

  /** The lines of comments before the root element's first child. */
  static HeaderLines ofXml(String text) {
    var lines = new ArrayList<Line>();
    int position = 0;
    int line = 1;
    boolean root = false;
    while (true) {
      int next = position;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      line += breaks(text, position, next);
      position = next;
      boolean comment = text.startsWith("<!--", position);
      boolean instruction = text.startsWith("<?", position);
      if (!comment && !instruction && (root || !text.startsWith("<", position))) {
        return new HeaderLines(lines);
      }
      root |= !comment && !instruction;
      var ending = comment ? "-->" : ">";
      int end = text.indexOf(ending, position);
      if (end < 0) {
        return new HeaderLines(lines);
      }
      if (comment) {
        add(lines, text.substring(position + "<!--".length(), end), line);
      }
      line += breaks(text, position, end);
      position = end + ending.length();
    }
  }

  private static void add(List<Line> lines, String comment, int firstLine) {
    int number = firstLine;
    for (var content : comment.split("\n", -1)) {
      lines.add(new Line(content.strip(), number++));
    }
  }

  private static int breaks(String text, int from, int to) {
    return (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
  }

  /** A text's lines one after the other, so that a long file is not cut up for its head. */
  private static final class LineReader {
    private final String text;
    private int position;
    private int number;

    LineReader(String text) {
      this.text = text;
    }

    Optional<Line> next() {
      if (position >= text.length()) {
        return Optional.empty();
      }
      int end = text.indexOf('\n', position);
      int stop = end < 0 ? text.length() : end;
      var line = new Line(text.substring(position, stop), ++number);
      position = stop + 1;
      return Optional.of(line);
    }
  }
}
