package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server restarts, is full, or its administrator ends our session; the clock is moved. */
class ServerFaultTest {
  /** Lasts until {@link #atTheGate} ends. */
  private static final String GATE = "CREATE TABLE t2 (id int);\nSELECT pg_advisory_xact_lock(42);";

  private static final Revisions GATED =
      Revisions.line(1).revision("r002", "r001", GATE, "DROP TABLE t2;");

  private static Outcome run(Postgres postgres, Revisions revisions, Progress progress) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), progress)
          .run(Request.upgrade("head"));
    }
  }

  /**
   * Does something while a run is in the middle of its second revision, and answers its outcome.
   */
  private static Outcome atTheGate(Postgres postgres, Callable<?> meanwhile) throws Exception {
    try (var threads = Executors.newSingleThreadExecutor()) {
      return disturbed(threads, postgres, meanwhile).get();
    }
  }

  private static Future<Outcome> disturbed(
      ExecutorService threads, Postgres postgres, Callable<?> meanwhile) throws Exception {
    try (var gate = postgres.connect();
        var statement = gate.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(42)");
      var run = threads.submit(() -> run(postgres, GATED, Progress.none()));
      await()
          .until(
              () ->
                  !postgres
                      .query(
                          "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                              + " AND objid = 42")
                      .isEmpty());
      meanwhile.call();
      return run;
    }
  }

  private static boolean terminate(Postgres postgres, String which) {
    return postgres
        .query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name LIKE 'athanor %' AND "
                + which)
        .equals(List.of("t"));
  }

  private static void nothingIsLostAndTheNextRunGoesOn(Postgres postgres, Outcome broken) {
    assertThat(broken.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
              assertThat(error.message()).contains("terminating connection");
              assertThat(error.revision()).contains("r002");
            });
    assertThat(postgres.tables()).containsExactly("t1");
    assertThat(run(postgres, GATED, Progress.none()).orThrow().steps()).hasSize(1);
    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }

  @Test
  void aServerThatRestartsUndoesTheRevisionAndTheNextRunGoesOn(@TempDir Path data)
      throws Exception {
    var first = Postgres.server().setDataDirectory(data).setCleanDataDirectory(false).start();
    var postgres = Postgres.freshDatabase(first);

    var broken =
        atTheGate(
            postgres,
            () -> {
              first.close();
              return true;
            });

    try (var again =
        Postgres.server()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(first.getPort())
            .start()) {
      assertThat(again.getPort()).isEqualTo(postgres.serverPort());
      nothingIsLostAndTheNextRunGoesOn(postgres, broken);
    }
  }

  @Test
  void aSessionEndedByAnAdministratorWhileItWorksLeavesNothing() throws Exception {
    var postgres = Postgres.freshDatabase();

    var broken = atTheGate(postgres, () -> terminate(postgres, "wait_event_type = 'Lock'"));

    nothingIsLostAndTheNextRunGoesOn(postgres, broken);
  }

  @Test
  void aSessionEndedByAnAdministratorWhileItWaitsIsSaidAndTheHolderGoesOn() throws Exception {
    var postgres = Postgres.freshDatabase();
    var waiters = new java.util.ArrayList<Outcome>();

    var holder =
        atTheGate(
            postgres,
            () ->
                waiters.add(
                    run(
                        postgres,
                        GATED,
                        new Progress() {
                          @Override
                          public void waitingForLock(String who, Duration waited) {
                            terminate(postgres, "state = 'idle'");
                          }
                        })));

    assertThat(waiters)
        .singleElement()
        .satisfies(
            waiter ->
                assertThat(waiter.error())
                    .hasValueSatisfying(
                        error -> assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST)));
    assertThat(holder.orThrow().steps()).hasSize(2);
  }

  @Test
  void aFullDiskIsWorthAnotherTryAndLeavesNothing(@TempDir Path small) throws Exception {
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=8m", "none", small.toString()),
        "only root can make a disk that is soon full");
    var postgres = Postgres.freshDatabase();
    try {
      postgres.execute("CREATE TABLESPACE small LOCATION '" + small + "'");
      var revisions =
          Revisions.line(1)
              .revision(
                  "r002",
                  "r001",
                  "CREATE TABLE t2 (id int, filler text) TABLESPACE small;\n"
                      + "INSERT INTO t2 SELECT i, repeat('x', 1000) FROM generate_series(1, 20000) i;",
                  "DROP TABLE t2;");

      var full = run(postgres, revisions, Progress.none());

      assertThat(full.error())
          .hasValueSatisfying(
              error -> {
                assertThat(error.reason()).isEqualTo(Reason.OUT_OF_RESOURCES);
                assertThat(error.reason().retryable()).isTrue();
                assertThat(error.sqlState()).contains("53100");
                assertThat(error.message()).contains("r002.sql, line 7");
              });
      assertThat(postgres.tables()).containsExactly("t1");

      command("mount", "-o", "remount,size=64m", small.toString());
      run(postgres, revisions, Progress.none()).orThrow();
      assertThat(postgres.query("SELECT count(*) FROM t2")).containsExactly("20000");
    } finally {
      postgres.execute("DROP TABLE IF EXISTS t2", "DROP TABLESPACE IF EXISTS small");
      command("umount", small.toString());
    }
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor() == 0;
  }

  /** Goes back by an hour each time it is looked at. */
  private static final class BackwardClock extends Clock {
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Override
    public Instant instant() {
      now = now.minus(Duration.ofHours(1));
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aClockThatIsMovedChangesNeitherDurationsNorTheOrderOfTimes() {
    var postgres = Postgres.freshDatabase();
    try (var database = Database.open(postgres.settings())) {
      var outcome =
          new Migrator(database, Revisions.line(3).set(), new BackwardClock(), Progress.none())
              .run(Request.upgrade("head"))
              .orThrow();
      assertThat(outcome.completedAt()).isAfter(outcome.startedAt());
    }
    assertThat(
            postgres.query(
                "SELECT count(*) FROM athanor_journal_step s JOIN athanor_journal j"
                    + " USING (operation_id) WHERE s.duration_ms BETWEEN 0 AND 60000"
                    + " AND s.completed_at BETWEEN j.started_at AND j.completed_at"))
        .containsExactly("3");
  }
}
