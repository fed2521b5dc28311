package dev.athanor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What {@code make torture} ends with: a row for each database; all but the kills must be 0. */
final class TortureTable {
  private static final Path FILE = Path.of("target", "torture.txt");
  private static final String HEAD =
      "%-28s %7s %14s %14s %14s %14s%n"
          .formatted(
              "database", "kills", "half-applied", "not resumable", "locks left", "wrong data");

  private TortureTable() {}

  /** Says a row, and puts it with those of the other databases. */
  @SuppressWarnings("SystemOut")
  static void row(
      String database,
      int kills,
      long halfApplied,
      long notResumable,
      long locksLeft,
      long wrongData) {
    var row =
        "%-28s %7d %14d %14d %14d %14d%n"
            .formatted(database, kills, halfApplied, notResumable, locksLeft, wrongData);
    System.out.print(HEAD + row);
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(
          FILE,
          Files.exists(FILE) ? row : HEAD + row,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
