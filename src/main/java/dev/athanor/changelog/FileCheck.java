package dev.athanor.changelog;

import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Our own reading of a revision file before anything of it runs: what Liquibase would silently
 * drop, misread or split wrongly, and what a revision must not do, is refused with file and line.
 */
public final class FileCheck {
  private FileCheck() {}

  /**
   * Checks a whole file.
   *
   * @return what is allowed and worth knowing, for example that there is no way back
   * @throws dev.athanor.error.AthanorException {@code InvalidChangelog}, {@code InvalidHeader},
   *     {@code ForbiddenChange} or {@code TransactionControl}, with file, line and revision
   */
  public static List<Warning> check(RevisionFile file) {
    var warnings = new ArrayList<Warning>();
    switch (file.format()) {
      case LIQUIBASE_SQL -> new SqlFileCheck(file).check(warnings);
      case SHORT_SQL -> new ShortSqlCheck(file).check(warnings);
      case YAML, XML, JSON -> new TreeCheck(file).check(warnings);
    }
    lineWithoutRollback(file)
        .ifPresent(
            line ->
                warnings.add(
                    file.warning(
                        line,
                        "Revision %s has no rollback for this: it cannot be downgraded. %s"
                            .formatted(file.revision().id(), remedy(file.format())))));
    return List.copyOf(warnings);
  }

  /** Whether every part of the file says how it is taken back, or is taken back by itself. */
  public static boolean hasRollback(RevisionFile file) {
    return lineWithoutRollback(file).isEmpty();
  }

  /**
   * Before a downgrade: refuses a file that could only be taken back in part.
   *
   * @throws dev.athanor.error.AthanorException {@code MissingRollback} with file and line
   */
  public static void requireRollback(RevisionFile file) {
    var line = lineWithoutRollback(file);
    if (line.isPresent()) {
      throw file.refused(
          Reason.MISSING_ROLLBACK,
          line.getAsInt(),
          "there is no rollback for this, so revision %s cannot be downgraded. %s"
              .formatted(file.revision().id(), remedy(file.format())));
    }
  }

  private static OptionalInt lineWithoutRollback(RevisionFile file) {
    return switch (file.format()) {
      case LIQUIBASE_SQL -> SqlFileCheck.lineWithoutRollback(SqlChangeSets.of(file));
      case SHORT_SQL -> ShortSqlCheck.lineWithoutRollback(ShortSql.of(file));
      case YAML, XML, JSON -> Rollbacks.lineWithout(Tree.of(file));
    };
  }

  private static String remedy(Format format) {
    return switch (format) {
      case LIQUIBASE_SQL ->
          "Add a --rollback line with the SQL that undoes it, or \"--rollback empty\" if there is"
              + " nothing to undo.";
      case SHORT_SQL ->
          "Add a \"-- downgrade\" section with the SQL that undoes it, or \"-- downgrade empty\" if"
              + " there is nothing to undo.";
      case YAML, XML, JSON ->
          "Add a rollback to the changeset with the changes that undo it, or an empty one if there"
              + " is nothing to undo.";
    };
  }
}
