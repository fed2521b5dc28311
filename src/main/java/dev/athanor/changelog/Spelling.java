package dev.athanor.changelog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt word was meant to be. */
final class Spelling {
  private Spelling() {}

  /** How many letters must be added, dropped, changed or swapped with their neighbour. */
  static int distance(String one, String other) {
    var rows = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, one, other, i, j);
      }
    }
    return rows[one.length()][other.length()];
  }

  private static int step(int[][] rows, String one, String other, int i, int j) {
    boolean same = one.charAt(i - 1) == other.charAt(j - 1);
    int best = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
    best = Math.min(best, rows[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1);
    return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
  }

  /** The known word nearest to this one, if one is near; letters' case does not count. */
  static Optional<String> nearest(String written, Collection<String> known) {
    var lower = written.toLowerCase(Locale.ROOT);
    if (lower.length() > 40) {
      return Optional.empty();
    }
    return known.stream()
        .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= 2 + word.length() / 10)
        .min(Comparator.comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT))));
  }

  /** {@code " (did you mean x?)"}, or nothing. */
  static String hint(String written, Collection<String> known) {
    return nearest(written, known).map(" (did you mean %s?)"::formatted).orElse("");
  }
}
