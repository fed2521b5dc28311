package dev.athanor.changelog;

import java.util.Optional;

/**
 * What ends a statement in place of the semicolon: a changeset's {@code endDelimiter}.
 *
 * @param text the characters themselves, compared without regard to case
 * @param startsLine whether it counts only as the first thing on its line: a {@code /} would
 *     otherwise be taken out of every division, a {@code GO} out of every name
 */
record Delimiter(String text, boolean startsLine) {
  private static final String LINE_BREAK = "\\n";

  /**
   * Reads the attribute's value, in which {@code \n} stands for the beginning of a line. Empty for
   * the other regular expressions that Liquibase would take.
   */
  static Optional<Delimiter> parse(String value) {
    // YAML, XML and JSON have made a line break of the escape already
    var plain = value.replace("\r", "").replace("\n", LINE_BREAK).strip();
    boolean atLineStart = plain.startsWith(LINE_BREAK);
    var text = atLineStart ? plain.substring(LINE_BREAK.length()) : plain;
    if (text.isEmpty() || text.contains("\\")) {
      return Optional.empty();
    }
    boolean word = text.chars().allMatch(c -> SqlLexer.wordPart((char) c) && c != '$');
    return Optional.of(new Delimiter(text, atLineStart || word || text.equals("/")));
  }

  boolean at(String sql, int index) {
    if (!sql.regionMatches(true, index, text, 0, text.length())) {
      return false;
    }
    if (!startsLine) {
      return true;
    }
    int end = index + text.length();
    boolean whole =
        end == sql.length()
            || !SqlLexer.wordPart(sql.charAt(end))
            || !SqlLexer.wordPart(text.charAt(text.length() - 1));
    return whole && startsLine(sql, index);
  }

  private static boolean startsLine(String sql, int index) {
    int before = index - 1;
    while (before >= 0 && (sql.charAt(before) == ' ' || sql.charAt(before) == '\t')) {
      before--;
    }
    return before < 0 || sql.charAt(before) == '\n';
  }
}
