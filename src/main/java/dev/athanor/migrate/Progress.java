package dev.athanor.migrate;

import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.time.Duration;

/** Is told what goes on, as it happens. Every method may be left as it is. */
public interface Progress {
  /** Tells nobody. */
  static Progress none() {
    return new Progress() {};
  }

  /** The lock is ours and there is something to do. */
  default void operationStarted(Plan plan) {}

  /**
   * Somebody else has the lock. Told about once a second.
   *
   * @param holder who, in one line
   * @param waited for how long we have been waiting
   */
  default void waitingForLock(String holder, Duration waited) {}

  /**
   * A step begins.
   *
   * @param number from 1
   * @param steps how many there are
   */
  default void stepStarted(int number, int steps, Step step) {}

  /** A step is committed. */
  default void stepDone(int number, int steps, Step step, Duration duration, int statements) {}

  /**
   * A statement has been running for long; told again every ten seconds, from another thread.
   *
   * @param sql its text
   */
  default void statementRunning(Step step, String sql, Duration duration) {}

  /** A step waited too long for a table, or met a deadlock, and is tried again from its start. */
  default void stepRetried(Step step, String why) {}

  /** Something that a person will want to know. */
  default void warning(String message) {}
}
