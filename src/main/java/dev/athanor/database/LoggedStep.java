package dev.athanor.database;

import dev.athanor.revision.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step that was done, as the journal has it.
 *
 * @param number from 1, within its operation
 * @param revision which revision; none for a stamp of several
 * @param direction what was done with it
 * @param from the version rows before
 * @param to the version rows after
 * @param statements how many statements it took
 * @param completedAt when it was done
 * @param duration how long it took
 */
public record LoggedStep(
    int number,
    Optional<String> revision,
    Operation direction,
    List<String> from,
    List<String> to,
    int statements,
    Instant completedAt,
    Duration duration) {

  /** Keeps its own copies of the lists. */
  public LoggedStep {
    from = List.copyOf(from);
    to = List.copyOf(to);
  }
}
