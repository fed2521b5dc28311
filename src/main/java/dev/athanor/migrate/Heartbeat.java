package dev.athanor.migrate;

import dev.athanor.database.Session.SqlCall;
import dev.athanor.revision.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says of a statement that takes long that it is still at it. */
final class Heartbeat implements AutoCloseable {
  private final Progress progress;
  private final Duration every;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("athanor-heartbeat").daemon().factory());

  Heartbeat(Progress progress, Duration every) {
    this.progress = progress;
    this.every = every;
  }

  void during(Step step, String sql, SqlCall work) throws SQLException {
    long start = System.nanoTime();
    var beat =
        thread.scheduleAtFixedRate(
            () -> progress.statementRunning(step, sql, Duration.ofNanos(System.nanoTime() - start)),
            every.toMillis(),
            every.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      work.run();
    } finally {
      beat.cancel(false);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
