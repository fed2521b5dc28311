package dev.athanor.database;

import java.time.Instant;

/**
 * What is known of a statement, or of several that share a transaction.
 *
 * @param revision its revision
 * @param direction {@code UPGRADE} or {@code DOWNGRADE}
 * @param number its place in the revision
 * @param state how far it got
 * @param place where it is written, as {@code 0002_orders.sql, line 6}
 * @param sql its text, the end of a very long one cut off
 * @param digest that text's digest, by which a later run knows it again
 * @param fingerprint how what it touches was defined before it began; mostly empty
 * @param at when it was marked so
 */
public record StatementMark(
    String revision,
    String direction,
    int number,
    State state,
    String place,
    String sql,
    String digest,
    String fingerprint,
    Instant at) {

  /** How far a statement got. */
  public enum State {
    /** Begun, and not known to be done. */
    RUNNING,
    /** Done. */
    DONE,
    /** A changeset that was left out, by its precondition or because it may fail. */
    LEFT_OUT
  }

  /** Whether it was this text that was marked. */
  public boolean isOf(String text) {
    return digest.equals(StatementMarks.digest(text));
  }
}
