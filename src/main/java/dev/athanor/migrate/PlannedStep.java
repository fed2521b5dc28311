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
 */
public record PlannedStep(Step step, List<String> sql, boolean inTransaction) {
  /** Keeps its own copy of the statements. */
  public PlannedStep {
    sql = List.copyOf(sql);
  }
}
