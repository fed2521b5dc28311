package dev.athanor.migrate;

import java.util.regex.Pattern;

/**
 * Finds the line of a file that something stands on which a parser has read without saying where.
 */
final class Lines {
  private final String text;

  Lines(String text) {
    this.text = text;
  }

  /** Where a changeset of YAML, XML or JSON is said to begin; 0 when it is not found. */
  int changeSet(String id) {
    var matcher =
        Pattern.compile(
                "\\bid[\"']?\\s*[:=]\\s*[\"']?" + Pattern.quote(id) + "[\"']?\\s*[,>/\\n\\r ]")
            .matcher(text);
    return matcher.find() ? line(matcher.start()) : 0;
  }

  /** The first line from that one on that holds the statement's first line; else that line. */
  int statement(String sql, int fromLine) {
    var first = sql.strip().lines().findFirst().orElse("").strip();
    if (first.isEmpty()) {
      return fromLine;
    }
    int found = text.indexOf(first, offset(fromLine));
    if (found < 0) {
      found = text.indexOf(first.replace("<", "&lt;").replace(">", "&gt;"), offset(fromLine));
    }
    return found < 0 ? fromLine : line(found);
  }

  private int line(int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private int offset(int line) {
    int offset = 0;
    for (int i = 1; i < line; i++) {
      int end = text.indexOf('\n', offset);
      if (end < 0) {
        return offset;
      }
      offset = end + 1;
    }
    return offset;
  }
}
