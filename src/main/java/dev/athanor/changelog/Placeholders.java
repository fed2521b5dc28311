package dev.athanor.changelog;

import dev.athanor.error.Reason;
import java.util.Collection;

/** Finds {@code ${name}} that nothing will be put in for: Liquibase would leave it as it stands. */
final class Placeholders {
  private Placeholders() {}

  /**
   * Refuses a placeholder in a piece of the file that none of these names defines.
   *
   * @param firstLine the line that the text begins on
   */
  static void refuse(RevisionFile file, String text, int firstLine, Collection<String> defined) {
    int line = firstLine;
    int counted = 0;
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
      int end = text.indexOf('}', at);
      if (end < 0) {
        return;
      }
      line += (int) text.substring(counted, at).chars().filter(c -> c == '\n').count();
      counted = at;
      var name = text.substring(at + 2, end).strip();
      if (!defined.contains(name)) {
        throw file.refused(
            Reason.INVALID_CHANGELOG,
            line,
            "nothing defines ${%s}. %s."
                .formatted(
                    name.length() > 60 ? name.substring(0, 60) + "…" : name,
                    file.format() == Format.SHORT_SQL
                        ? "The short form replaces no placeholders; write the value"
                        : "Define the property in this file, or write the value"));
      }
    }
  }

  /** The same in SQL, where comments may say what they like. */
  static void refuseInSql(
      RevisionFile file, String sql, int firstLine, Collection<String> defined) {
    if (!sql.contains("${")) {
      return;
    }
    var plain = new StringBuilder(sql);
    var lexer = new SqlLexer(file.syntax(), sql, firstLine);
    while (lexer.next()) {
      if (lexer.comment()) {
        for (int i = lexer.start(); i < lexer.end(); i++) {
          if (plain.charAt(i) != '\n') {
            plain.setCharAt(i, ' ');
          }
        }
      }
    }
    refuse(file, plain.toString(), firstLine, defined);
  }
}
