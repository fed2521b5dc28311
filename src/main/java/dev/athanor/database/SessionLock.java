package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * The lock on one version table. It belongs to the session that runs the statements: it is gone
 * with the connection, and held for as long as the server still works for it. Never unlocked; the
 * session is closed for good instead.
 */
public final class SessionLock {
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final Session session;
  private final TableName table;
  private final long key;

  private SessionLock(Session session, TableName table) {
    this.session = session;
    this.table = table;
    this.key = key(table);
  }

  /**
   * Waits for the lock, asking again and again: a session that waited inside the server would block
   * statements such as CREATE INDEX CONCURRENTLY.
   *
   * @param waiting told each time that somebody else has it: who, and for how long we have waited
   * @param stop says that waiting is over
   * @throws AthanorException LockTimeout, Interrupted, DatabaseReadOnly
   */
  public static SessionLock take(
      Session session,
      TableName versionTable,
      BiConsumer<Optional<LockHolder>, Duration> waiting,
      BooleanSupplier stop) {
    session.call(() -> session.dialect().checkWritable(session.connection(), session.settings()));
    var lock = new SessionLock(session, versionTable);
    lock.await(waiting, stop);
    return lock;
  }

  /** Who has the lock on that table now. */
  public static Optional<LockHolder> holder(Session session, TableName versionTable) {
    return session.query(
        () -> session.dialect().lockHolder(session.connection(), key(versionTable)));
  }

  private void await(BiConsumer<Optional<LockHolder>, Duration> waiting, BooleanSupplier stop) {
    var dialect = session.dialect();
    var limit = session.settings().lockTimeout();
    // how long we have waited is no time of day: no Clock
    long start = System.nanoTime();
    var pause = FIRST_WAIT;
    session.discard();
    while (!session.query(() -> dialect.tryLock(session.connection(), key))) {
      var waited = Duration.ofNanos(System.nanoTime() - start);
      var holder = holder(session, table);
      if (stop.getAsBoolean()) {
        throw new AthanorException(
            Reason.INTERRUPTED, "asked to stop while waiting for the lock on " + table);
      }
      if (waited.compareTo(limit) >= 0) {
        throw new AthanorException(
            Reason.LOCK_TIMEOUT,
            "the lock on %s was not free within %d s: %s has it. Wait for it to finish, raise --lock-timeout, or, if it hangs, end its session"
                .formatted(
                    table,
                    limit.toSeconds(),
                    holder.map(LockHolder::description).orElse("another session")));
      }
      waiting.accept(holder, waited);
      pause(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? pause.multipliedBy(2) : LONGEST_WAIT;
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AthanorException(Reason.INTERRUPTED, "interrupted while waiting for the lock", e);
    }
  }

  /**
   * Throws when the lock is no longer ours, as when a statement gave up every lock of its session.
   */
  public void verify() {
    if (!session.query(() -> session.dialect().holdsLock(session.connection(), key))) {
      throw new AthanorException(
          Reason.CONNECTION_LOST,
          "the lock on "
              + table
              + " is no longer held: a revision released the locks of its session ("
              + session.dialect().capabilities().lockLosers()
              + "), or a pooler switched sessions");
    }
  }

  /** The same for every runner on this table. */
  static long key(TableName table) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("athanor\0".getBytes(StandardCharsets.UTF_8));
      digest.update((table.schema() + "\0" + table.name()).getBytes(StandardCharsets.UTF_8));
      return java.nio.ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
