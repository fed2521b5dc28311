package dev.athanor.database;

import dev.athanor.revision.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One operation in the journal.
 *
 * @param id tells it from every other; the same id again is the same operation
 * @param operation what was asked for
 * @param expression the target as written
 * @param targets the revisions that it resolved to, once and for all; empty for base
 * @param from the version rows before
 * @param to the version rows after; empty while it is not done
 * @param planned the number of its steps
 * @param outcome how far it is
 * @param startedAt when it began
 * @param completedAt when it ended, for whatever reason
 * @param error why it failed: reason and message
 * @param tag the word that whoever asked for it gave it
 */
public record JournalEntry(
    String id,
    Operation operation,
    String expression,
    List<String> targets,
    List<String> from,
    List<String> to,
    int planned,
    State outcome,
    Instant startedAt,
    Optional<Instant> completedAt,
    Optional<String> error,
    Optional<String> tag) {

  /** How far an operation is. */
  public enum State {
    /** Begun; if nobody is at it, its runner was killed. */
    RUNNING,
    /** Every step is done. */
    DONE,
    /** A step failed. */
    FAILED,
    /** It was asked to stop between two steps. */
    INTERRUPTED
  }

  /** Keeps its own copies of the lists. */
  public JournalEntry {
    targets = List.copyOf(targets);
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
