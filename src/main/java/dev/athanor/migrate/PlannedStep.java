package dev.athanor.migrate;

import dev.athanor.revision.Step;
import java.util.List;

/**
 * A step and the exact statements that it runs, in order, without the semicolons between them.
 *
 * @param step the step
 * @param sql its statements; the changes of the version table come last
 * @param inTransaction whether they share one; false where the file asks for none, and where DDL
 *     commits by itself
 * @param destructive those of the revision's statements that take data away, in short
 */
public record PlannedStep(
    Step step, List<String> sql, boolean inTransaction, List<String> destructive) {
  /** Keeps its own copies of the lists. */
  public PlannedStep {
    sql = List.copyOf(sql);
    destructive = List.copyOf(destructive);
  }
}
