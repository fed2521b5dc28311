package dev.athanor.revision;

import java.util.List;
import java.util.Optional;

/**
 * One step of a plan: what happens in one transaction where the database can do that.
 *
 * @param revision the revision applied or taken back; absent for a stamp, which runs no SQL
 * @param direction which way
 * @param from the version rows that this step takes away or replaces
 * @param to the version rows that stand in their place
 * @param changes the same as statements against the version table, in order
 * @param rowsAfter every version row after the step, sorted
 */
public record Step(
    Optional<String> revision,
    Operation direction,
    List<String> from,
    List<String> to,
    List<RowChange> changes,
    List<String> rowsAfter) {

  /** Keeps its own copies of the lists. */
  public Step {
    from = List.copyOf(from);
    to = List.copyOf(to);
    changes = List.copyOf(changes);
    rowsAfter = List.copyOf(rowsAfter);
  }
}
