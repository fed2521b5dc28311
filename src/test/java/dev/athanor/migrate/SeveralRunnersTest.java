package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralRunnersTest {
  private final Postgres postgres = Postgres.freshDatabase();

  @Test
  void oneWorksAndTheOthersWaitAndNoneFails() throws Exception {
    var set = Revisions.line(5).set();
    var runners = new ArrayList<Callable<Outcome>>();
    var together = new CountDownLatch(4);
    for (int i = 0; i < 4; i++) {
      runners.add(
          () -> {
            try (var database = Database.open(postgres.settings())) {
              together.countDown();
              together.await();
              return new Migrator(database, set, Clock.systemUTC(), Progress.none())
                  .run(Request.upgrade("head"));
            }
          });
    }

    int steps = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var future : threads.invokeAll(runners)) {
        var outcome = future.get().orThrow();
        assertThat(outcome.to()).containsExactly("r005");
        steps += outcome.steps().size();
      }
    }

    assertThat(steps).isEqualTo(5);
    assertThat(postgres.query("SELECT count(*) FROM athanor_journal")).containsExactly("1");
  }

  @Test
  void alsoInProcessesOfTheirOwn(@TempDir Path folder) throws Exception {
    Revisions.line(4).in(folder);
    var first = ChildRunner.start(postgres, folder);
    var second = ChildRunner.start(postgres, folder);

    var said = new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    said += new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(first.waitFor()).as(said).isZero();
    assertThat(second.waitFor()).as(said).isZero();
    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3", "t4");
  }

  @Test
  void whoWaitsTooLongIsToldWhoHasTheLock() throws Exception {
    var held = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    var waited = new AtomicBoolean();
    var set = Revisions.line(1).set();
    try (var threads = Executors.newSingleThreadExecutor()) {
      var holder =
          threads.submit(
              () -> {
                try (var database = Database.open(postgres.settings())) {
                  return new Migrator(
                          database,
                          set,
                          Clock.systemUTC(),
                          new Progress() {
                            @Override
                            public void operationStarted(dev.athanor.revision.Plan plan) {
                              held.countDown();
                              try {
                                done.await();
                              } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                              }
                            }
                          })
                      .run(Request.upgrade("head"));
                }
              });
      held.await();
      var impatient = postgres.settings().withLockTimeout(Duration.ofMillis(300));
      try (var database = Database.open(impatient)) {
        var progress =
            new Progress() {
              @Override
              public void waitingForLock(String who, Duration duration) {
                waited.set(true);
              }
            };
        var outcome =
            new Migrator(database, set, Clock.systemUTC(), progress).run(Request.upgrade("head"));
        assertThat(outcome.error())
            .hasValueSatisfying(
                error -> {
                  assertThat(error.reason()).isEqualTo(Reason.LOCK_TIMEOUT);
                  assertThat(error.message())
                      .contains("public.athanor_version", "process ", "athanor upgrade", "since");
                });
      }
      assertThat(waited).isTrue();
      done.countDown();
      holder.get().orThrow();
    }
  }

  @Test
  void askedToStopItStopsBetweenTwoStepsAndTheNextRunGoesOn() {
    var set = Revisions.line(3).set();
    try (var database = Database.open(postgres.settings())) {
      var stop = new AtomicBoolean();
      var progress =
          new Progress() {
            @Override
            public void stepDone(
                int number,
                int steps,
                dev.athanor.revision.Step step,
                Duration duration,
                int statements) {
              stop.set(true);
            }
          };
      var outcome =
          new Migrator(database, set, Clock.systemUTC(), progress)
              .run(Request.upgrade("head"), stop::get);
      assertThat(outcome.error())
          .hasValueSatisfying(
              error -> {
                assertThat(error.reason()).isEqualTo(Reason.INTERRUPTED);
                assertThat(error.message()).contains("1 of 3", "r001");
              });
      assertThat(postgres.query("SELECT outcome FROM athanor_journal"))
          .containsExactly("INTERRUPTED");
      new Migrator(database, set, Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"))
          .orThrow();
    }
    assertThat(postgres.tables()).hasSize(3);
  }

  @Test
  void aStatementThatWaitsForATableLetsGoAndTriesAgain() throws Exception {
    var revisions =
        new Revisions().revision("r001", "", "CREATE TABLE busy (id int);", "DROP TABLE busy;");
    try (var database = Database.open(postgres.settings())) {
      new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"))
          .orThrow();
    }
    revisions.revision(
        "aaaa", "r001", "ALTER TABLE busy ADD COLUMN x int;", "ALTER TABLE busy DROP x;");
    var retried = new CountDownLatch(1);
    var settings = postgres.settings().withTableLockTimeout(Duration.ofMillis(100));
    try (var reader = postgres.connect();
        var statement = reader.createStatement();
        var database = Database.open(settings);
        var threads = Executors.newSingleThreadExecutor()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT * FROM busy");
      var progress =
          new Progress() {
            @Override
            public void stepRetried(dev.athanor.revision.Step step, String why) {
              retried.countDown();
            }
          };
      var run =
          threads.submit(
              () ->
                  new Migrator(database, revisions.set(), Clock.systemUTC(), progress)
                      .run(Request.upgrade("head")));
      assertThat(retried.await(1, TimeUnit.MINUTES)).isTrue();
      reader.commit();
      run.get().orThrow();
    }
  }

  @Test
  void aConnectionThatBreaksMidwayIsSaidAndTheNextRunGoesOn() {
    var revisions =
        Revisions.line(1)
            .revision(
                "r002",
                "r001",
                "CREATE TABLE t2 (id int); SELECT pg_terminate_backend(pg_backend_pid());",
                "DROP TABLE t2;");
    try (var database = Database.open(postgres.settings())) {
      var broken =
          new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
              .run(Request.upgrade("head"));
      assertThat(broken.error())
          .hasValueSatisfying(
              error -> {
                assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
                assertThat(error.revision()).contains("r002");
              });
      assertThat(broken.to()).containsExactly("r001");
      assertThat(postgres.tables()).containsExactly("t1");

      new Migrator(database, Revisions.line(2).set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"))
          .orThrow();
    }
    assertThat(postgres.query("SELECT outcome FROM athanor_journal ORDER BY started_at"))
        .containsExactly("INTERRUPTED", "DONE");
  }

  @Test
  void aLongStatementIsReportedAlive() {
    var revisions = new Revisions().revision("aaaa", "", "SELECT pg_sleep(0.4);", "SELECT 1;");
    var beats = new ArrayList<String>();
    try (var database = Database.open(postgres.settings())) {
      var progress =
          new Progress() {
            @Override
            public void statementRunning(
                dev.athanor.revision.Step step, String sql, Duration duration) {
              beats.add(sql);
            }
          };
      new Migrator(database, revisions.set(), Clock.systemUTC(), progress, Duration.ofMillis(100))
          .run(Request.upgrade("head"))
          .orThrow();
    }
    assertThat(beats).contains("SELECT pg_sleep(0.4)");
  }
}
