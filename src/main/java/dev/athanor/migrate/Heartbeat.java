package dev.athanor.migrate;

import dev.athanor.database.Session;
import dev.athanor.database.Session.SqlCall;
import dev.athanor.revision.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the statement that runs, from a thread of its own: says of one that takes long that
 * it is still at it, and has it cancelled when the operation is to end at once.
 */
final class Heartbeat implements AutoCloseable {
  private static final String CANCELLED = "57014";
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Session session;
  private final Progress progress;
  private final Duration every;
  private final Stop stop;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("athanor-heartbeat").daemon().factory());

  private final ScheduledFuture<?> looking;
  private @Nullable Running running;
  private boolean cancelled;

  private record Running(Step step, String sql, long start, int told) {
    Duration duration() {
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  Heartbeat(Session session, Progress progress, Duration every, Stop stop) {
    this.session = session;
    this.progress = progress;
    this.every = every;
    this.stop = stop;
    var period = Math.min(LOOK.toMillis(), every.toMillis());
    looking = thread.scheduleAtFixedRate(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Does the work of one statement. */
  void during(Step step, String sql, SqlCall work) throws SQLException {
    if (cancelled()) {
      throw new SQLException("the operation is to end at once", CANCELLED);
    }
    set(new Running(step, sql, System.nanoTime(), 0));
    try {
      work.run();
    } finally {
      set(null);
    }
  }

  /** Whether a statement of this operation was cancelled. */
  synchronized boolean cancelled() {
    return cancelled;
  }

  // as long as one is being cancelled none begins: it would be the one that is hit
  private synchronized void set(@Nullable Running statement) {
    running = statement;
  }

  private synchronized void look() {
    var statement = running;
    if (statement == null) {
      return;
    }
    if (stop.atOnce() && !cancelled) {
      cancelled = true;
      session.cancel();
    }
    if (statement.duration().compareTo(every.multipliedBy(statement.told() + 1L)) >= 0) {
      running =
          new Running(statement.step(), statement.sql(), statement.start(), statement.told() + 1);
      progress.statementRunning(statement.step(), statement.sql(), statement.duration());
    }
  }

  @Override
  public void close() {
    looking.cancel(false);
    thread.shutdownNow();
  }
}
