package dev.athanor.migrate;

import java.util.function.BooleanSupplier;

/** Whether an operation was asked to end. Asked often, from several threads. */
@FunctionalInterface
public interface Stop extends BooleanSupplier {
  /** Nobody asks. */
  static Stop never() {
    return () -> false;
  }

  /** To end as soon as what was begun is whole. */
  @Override
  boolean getAsBoolean();

  /** To end now: the statement that runs is cancelled, and undone with its transaction. */
  default boolean atOnce() {
    return false;
  }
}
