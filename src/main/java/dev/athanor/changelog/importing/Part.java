package dev.athanor.changelog.importing;

/**
 * The SQL of one direction of one migration, as its tool would run it.
 *
 * @param text without the tool's own markers; still on its lines
 * @param origin the file that it stands in
 * @param line the line of that file that the text begins on, from 1
 * @param inTransaction whether the tool runs it inside a transaction
 */
record Part(String text, String origin, int line, boolean inTransaction) {
  static Part of(String text, String origin) {
    return new Part(text, origin, 1, true);
  }
}
