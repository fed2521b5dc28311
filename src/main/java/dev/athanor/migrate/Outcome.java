package dev.athanor.migrate;

import dev.athanor.database.DatabaseInfo;
import dev.athanor.error.AthanorException;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an operation ended, also when it failed: what was done until then stays done.
 *
 * @param operation what was asked for
 * @param expression the target as written
 * @param targets the revisions that it resolved to; empty for base, and while it is not resolved
 * @param from the version rows before
 * @param to the version rows after, as the database has them
 * @param steps the steps done, in order; for an operation reported as done already: none
 * @param planned how many steps there were to do
 * @param startedAt when it began
 * @param completedAt when it ended
 * @param database what it was done to; absent when it could not be asked
 * @param error why it did not get further
 */
public record Outcome(
    Operation operation,
    String expression,
    List<String> targets,
    List<String> from,
    List<String> to,
    List<Step> steps,
    int planned,
    Instant startedAt,
    Instant completedAt,
    Optional<DatabaseInfo> database,
    Optional<AthanorException> error) {

  /** Keeps its own copies of the lists. */
  public Outcome {
    targets = List.copyOf(targets);
    from = List.copyOf(from);
    to = List.copyOf(to);
    steps = List.copyOf(steps);
  }

  /** Whether the database is where it was to be. */
  public boolean succeeded() {
    return error.isEmpty();
  }

  /** This, or the error thrown. */
  public Outcome orThrow() {
    if (error.isPresent()) {
      throw error.get();
    }
    return this;
  }
}
