package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code COPY … FROM stdin} with its rows in the script, as pg_dump writes it: a client's command.
 * Its rows become those of an INSERT, each on its line.
 */
final class CopiedRows {
  private static final Pattern COPY =
      Pattern.compile(
          "\\s*COPY\\s+([^;()]+?)\\s*(\\([^;]*\\))?\\s+FROM\\s+stdin\\s*(?:WITH\\s*)?;\\s*",
          Pattern.CASE_INSENSITIVE);

  private final Part part;

  CopiedRows(Part part) {
    this.part = part;
  }

  /** The text with as many lines, and no such COPY. */
  String asInserts(SourceFolder folder) {
    if (!part.text().contains("\n\\.")) {
      return part.text();
    }
    var lines = part.text().split("\n", -1);
    var out = new ArrayList<String>();
    for (int i = 0; i < lines.length; i++) {
      var copy = COPY.matcher(lines[i]);
      int end = copy.matches() ? end(lines, i) : -1;
      if (end < 0) {
        out.add(lines[i]);
        continue;
      }
      folder.warn(
          part.origin(), part.line() + i, "COPY FROM stdin and its rows are now an INSERT.");
      var columns = Optional.ofNullable(copy.group(2)).map(" "::concat).orElse("");
      insert("INSERT INTO " + copy.group(1) + columns + " VALUES", lines, i + 1, end, out);
      i = end;
    }
    return String.join("\n", out);
  }

  private static int end(String[] lines, int copy) {
    for (int i = copy + 1; i < lines.length; i++) {
      if (lines[i].equals("\\.")) {
        return i;
      }
    }
    return -1;
  }

  private static void insert(String head, String[] lines, int from, int end, List<String> out) {
    if (from == end) {
      out.addAll(List.of("", ""));
      return;
    }
    out.add(head);
    for (int i = from; i < end; i++) {
      var values = Arrays.stream(lines[i].split("\t", -1)).map(CopiedRows::literal).toList();
      out.add("  (" + String.join(", ", values) + ")" + (i + 1 < end ? "," : ";"));
    }
    out.add("");
  }

  /** A field of the text format as a literal; its type is for the column to say. */
  private static String literal(String field) {
    if (field.equals("\\N")) {
      return "NULL";
    }
    var value = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      value.append(
          escaped
              ? switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'v' -> '\u000B';
                default -> c;
              }
              : c);
      escaped = false;
    }
    return quoted(value.toString());
  }

  private static String quoted(String value) {
    var text = value.replace("'", "''");
    boolean plain = text.chars().noneMatch(c -> c < ' ' || c == '\\');
    return plain
        ? "'" + text + "'"
        : "E'"
            + text.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("\r", "\\r")
                .replace("\b", "\\b")
                .replace("\f", "\\f")
                .replace("\u000B", "\\x0b")
            + "'";
  }
}
