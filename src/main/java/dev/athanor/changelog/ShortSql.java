package dev.athanor.changelog;

import java.util.List;
import java.util.Optional;

/**
 * A file in the short form, read into its sections.
 *
 * @param upgrade the way up
 * @param downgrade the way down, when the file has such a section
 */
public record ShortSql(Section upgrade, Optional<Section> downgrade) {

  /**
   * One section.
   *
   * @param line the line of its marker, from 1
   * @param runInTransaction false where the marker says {@code runInTransaction:false}
   * @param declaredEmpty whether the marker says {@code empty}: nothing to do here, on purpose
   * @param sql the text between this marker and the next, as written
   * @param statements what it holds; may be empty
   */
  public record Section(
      int line,
      boolean runInTransaction,
      boolean declaredEmpty,
      String sql,
      List<Statement> statements) {

    /** Keeps its own copy of the list. */
    public Section {
      statements = List.copyOf(statements);
    }
  }

  /**
   * Reads a file of format {@link Format#SHORT_SQL}.
   *
   * @throws dev.athanor.error.AthanorException {@code InvalidChangelog} with file and line for
   *     anything outside the sections, and for markers that are missing, repeated or misspelt
   */
  public static ShortSql of(RevisionFile file) {
    return new ShortSqlReader(file).read();
  }

  /**
   * Whether a comment on a line of its own would be read, or refused, as the marker of a section.
   *
   * @param comment from its two dashes on
   */
  public static boolean marks(String comment) {
    return ShortSqlReader.marks(comment);
  }
}
