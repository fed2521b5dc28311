package dev.athanor.database;

import java.util.List;

/**
 * An operation with all that the journal knows of it.
 *
 * @param entry the operation
 * @param performedBy who did it: the database's user and the address it came from
 * @param steps the steps that are done, in order
 * @param abandoned whether it counts as running, and nobody is at it any more
 */
public record LoggedOperation(
    JournalEntry entry, String performedBy, List<LoggedStep> steps, boolean abandoned) {

  /** Keeps its own copy of the steps. */
  public LoggedOperation {
    steps = List.copyOf(steps);
  }
}
