package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.LocalDatabase;
import dev.athanor.testing.Revisions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine does on every database that runs here without a server. */
abstract class LocalEngine {
  @TempDir protected Path folder;
  protected LocalDatabase local;

  /** A database that is not there yet. */
  abstract LocalDatabase fresh(Path folder);

  /** The same, as two processes reach it at once. */
  abstract LocalDatabase shared(Path folder);

  @BeforeEach
  void aDatabase() {
    local = fresh(folder);
  }

  protected static Outcome run(LocalDatabase local, Revisions revisions, Request request) {
    try (var database = Database.open(local.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  protected Outcome run(Revisions revisions, Request request) {
    return run(local, revisions, request);
  }

  private List<String> rows() {
    return local.query("SELECT version_num FROM athanor_version");
  }

  @Test
  void revisionsAreAppliedAndTakenBack() {
    run(Revisions.line(3), Request.upgrade("head")).orThrow();
    assertThat(local.tables()).containsExactly("t1", "t2", "t3");
    assertThat(rows()).containsExactly("r003");

    run(Revisions.line(3), Request.downgrade("-1")).orThrow();
    assertThat(local.tables()).containsExactly("t1", "t2");

    run(Revisions.line(3), Request.downgrade("base")).orThrow();
    assertThat(local.tables()).isEmpty();
    assertThat(rows()).isEmpty();
    assertThat(local.query("SELECT revision FROM athanor_archive")).isEmpty();
  }

  @Test
  void theSecondRunDoesNothing() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();

    assertThat(run(Revisions.line(2), Request.upgrade("head")).orThrow().steps()).isEmpty();
    assertThat(local.query("SELECT count(*) FROM athanor_journal")).containsExactly("1");
  }

  @Test
  void lookingCreatesNoTable() {
    try (var database = Database.open(local.settings())) {
      var migrator =
          new Migrator(database, Revisions.line(2).set(), Clock.systemUTC(), Progress.none());
      assertThat(migrator.current().rows()).isEmpty();
      assertThat(migrator.sql(migrator.plan(Request.upgrade("head")))).hasSize(2);
      assertThat(Migrator.log(database, 10)).isEmpty();
    }
    assertThat(local.allTables()).isEmpty();
  }

  @Test
  void aDowngradeRunsWhatTheArchiveKept() {
    run(Revisions.line(3), Request.upgrade("head")).orThrow();

    run(Revisions.line(2), Request.downgrade("-1")).orThrow();

    assertThat(local.tables()).containsExactly("t1", "t2");
  }

  @Test
  void anEditedRevisionStopsWhateverWouldRun() {
    run(Revisions.line(1), Request.upgrade("head")).orThrow();
    var edited =
        Revisions.line(2)
            .revision("r001", "", "CREATE TABLE t1 (id int, more int);", "DROP TABLE t1;");

    assertThat(run(edited, Request.upgrade("head")).error())
        .hasValueSatisfying(error -> assertThat(error.reason()).isEqualTo(Reason.REVISION_EDITED));
    assertThat(local.tables()).containsExactly("t1");
  }

  @Test
  void anOperationIdIsCarriedOutOnce() {
    run(Revisions.line(4), Request.upgrade("head")).orThrow();
    var request = Request.downgrade("-1").withOperationId("uid/2");

    run(Revisions.line(4), request).orThrow();
    run(Revisions.line(4), request).orThrow();

    assertThat(rows()).containsExactly("r003");
  }

  @Test
  void aRevisionThatFailsKeepsThoseBeforeAndIsNamedWithItsLine() {
    var outcome =
        run(
            Revisions.line(1)
                .revision("r002", "r001", "INSERT INTO nowhere VALUES (1);", "DROP TABLE t2;"),
            Request.upgrade("head"));

    assertThat(outcome.to()).containsExactly("r001");
    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
              assertThat(error.line()).isEqualTo(6);
              assertThat(error.message())
                  .containsIgnoringCase("nowhere")
                  .doesNotContain("SQL statement", "SQLITE_", "null");
            });
  }

  @Test
  void liquibaseGeneratesItsSql() {
    var yaml =
        """
        # revision: y001
        # message: orders
        databaseChangeLog:
        - changeSet:
            id: '1'
            author: test
            changes:
            - createTable:
                tableName: orders
                columns:
                - column: {name: id, type: bigint, constraints: {primaryKey: true}}
                - column: {name: placed, type: timestamp}
            - sql: {sql: 'ALTER TABLE orders ADD COLUMN total decimal(12,2) DEFAULT 0'}
            - createIndex:
                tableName: orders
                indexName: orders_total
                columns:
                - column: {name: total}
            rollback:
            - dropTable: {tableName: orders}
        """;
    var revisions = new Revisions().file("y001.yaml", yaml);
    run(revisions, Request.upgrade("head")).orThrow();
    local.execute("INSERT INTO orders (id) VALUES (1)");
    assertThat(local.query("SELECT total FROM orders").getFirst()).startsWith("0");

    local.execute("DELETE FROM orders");
    run(revisions, Request.downgrade("base")).orThrow();
    assertThat(local.tables()).isEmpty();
  }

  @Test
  void theJournalKeepsItsTimesWhateverTheTimeZone() {
    var before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      run(Revisions.line(1), Request.upgrade("head")).orThrow();
    } finally {
      TimeZone.setDefault(before);
    }
    try (var database = Database.open(local.settings())) {
      var now = Instant.now();
      var logged = Migrator.log(database, 1).getFirst();
      assertThat(logged.entry().startedAt()).isBetween(now.minusSeconds(600), now);
      assertThat(logged.performedBy()).isNotBlank();
    }
  }

  @Test
  void whoWaitsTooLongIsToldWhoHasTheLock() throws Exception {
    var held = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var holder = threads.submit(() -> run(Revisions.line(1), held, done));
      held.await();
      var impatient = local.settings().withLockTimeout(Duration.ofMillis(300));
      try (var database = Database.open(impatient)) {
        var outcome =
            new Migrator(database, Revisions.line(1).set(), Clock.systemUTC(), Progress.none())
                .run(Request.upgrade("head"));
        assertThat(outcome.error())
            .hasValueSatisfying(
                error -> {
                  assertThat(error.reason()).isEqualTo(Reason.LOCK_TIMEOUT);
                  assertThat(error.message()).containsPattern(holderPattern());
                });
        assertThat(Migrator.log(database, 1).getFirst().abandoned()).isFalse();
      } finally {
        done.countDown();
      }
      holder.get().orThrow();
    }
    run(Revisions.line(2), Request.upgrade("head")).orThrow();
  }

  /** How the one who has the lock is described. */
  abstract String holderPattern();

  private Outcome run(Revisions revisions, CountDownLatch held, CountDownLatch done) {
    try (var database = Database.open(local.settings())) {
      return new Migrator(
              database,
              revisions.set(),
              Clock.systemUTC(),
              new Progress() {
                @Override
                public void operationStarted(dev.athanor.revision.Plan plan) {
                  held.countDown();
                }

                @Override
                public void stepStarted(int number, int steps, dev.athanor.revision.Step step) {
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }
              })
          .run(Request.upgrade("head"));
    }
  }

  @Test
  void ofTwentyRunnersOneWorks() throws Exception {
    var set = Revisions.line(3).set();
    var together = new CyclicBarrier(20);
    try (var threads = Executors.newFixedThreadPool(20);
        var database = Database.open(local.settings())) {
      assertThat(database.info().product()).isNotEmpty();
      var runs = new ArrayList<Future<Outcome>>();
      for (int i = 0; i < 20; i++) {
        runs.add(
            threads.submit(
                () -> {
                  try (var own = Database.open(local.settings())) {
                    // connected and ready: what comes next meets the others
                    own.info();
                    together.await();
                    return new Migrator(own, set, Clock.systemUTC(), Progress.none())
                        .run(Request.upgrade("head"));
                  }
                }));
      }
      int steps = 0;
      for (var run : runs) {
        steps += run.get().orThrow().steps().size();
      }
      assertThat(steps).isEqualTo(3);
    }
    assertThat(local.query("SELECT count(*) FROM t1")).containsExactly("1");
  }

  /** Again and again, so that somebody looks at the very moment when our tables appear. */
  @Test
  void whoLooksWhileTheFirstRunBeginsTakesNothingForAStranger() throws Exception {
    for (int round = 0; round < 10; round++) {
      var other = fresh(Files.createDirectory(folder.resolve("round" + round)));
      var together = new CyclicBarrier(9);
      var done = new AtomicBoolean();
      try (var threads = Executors.newFixedThreadPool(8);
          var database = Database.open(other.settings())) {
        var migrator =
            new Migrator(database, Revisions.line(3).set(), Clock.systemUTC(), Progress.none());
        assertThat(migrator.current().rows()).isEmpty();
        var looks = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 8; i++) {
          looks.add(threads.submit(() -> look(other, together, done)));
        }
        together.await();
        try {
          migrator.run(Request.upgrade("head")).orThrow();
        } finally {
          done.set(true);
        }
        for (var each : looks) {
          assertThat(each.get()).isPositive();
        }
      }
    }
  }

  private static int look(LocalDatabase local, CyclicBarrier together, AtomicBoolean done)
      throws Exception {
    int looks = 0;
    try (var database = Database.open(local.settings())) {
      var migrator =
          new Migrator(database, Revisions.line(3).set(), Clock.systemUTC(), Progress.none());
      migrator.current();
      together.await();
      do {
        migrator.plan(Request.upgrade("head"));
        looks++;
      } while (!done.get());
    }
    return looks;
  }

  @Test
  void ofTwoProcessesOneWorksAndTheOtherWaits(@TempDir Path files) throws Exception {
    var both = shared(folder);
    Revisions.line(4).in(files);
    var first = ChildRunner.start(both.url(), files, "upgrade", "head");
    var second = ChildRunner.start(both.url(), files, "upgrade", "head");

    var said = text(first.getInputStream()) + text(second.getInputStream());

    assertThat(first.waitFor()).as(said).isZero();
    assertThat(second.waitFor()).as(said).isZero();
    assertThat(said).contains("steps 4", "steps 0");
    assertThat(both.query("SELECT count(*) FROM t1")).containsExactly("1");
  }

  private static String text(InputStream stream) throws java.io.IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void everythingIsDropped() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();
    local.execute("CREATE VIEW v AS SELECT * FROM t1");
    try (var database = Database.open(local.settings())) {
      var clearance = new Clearance(database, Progress.none());
      clearance.drop(clearance.look(), () -> false);
      assertThat(clearance.look().objects()).isEmpty();
    }
    assertThat(local.tables()).isEmpty();
  }
}
