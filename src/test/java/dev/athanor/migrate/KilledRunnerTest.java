package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.database.Database;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any instant leaves each revision wholly there or not at all. */
class KilledRunnerTest {
  private static final int KILLS = Integer.getInteger("athanor.kills", 30);
  private static final int REVISIONS = 6;
  private static final long SEED = Long.getLong("athanor.seed", 20261123);

  /** Each revision makes its table, counts itself, and takes a while in between. */
  private static Revisions revisions(boolean mixed) {
    var revisions = new Revisions();
    for (int i = 1; i <= REVISIONS; i++) {
      var down = i == 1 ? "" : "r%03d".formatted(i - 1);
      var first = i == 1 ? "CREATE TABLE counter (revision int);\n" : "";
      var sql =
          first
              + """
              CREATE TABLE t%d (id int);
              INSERT INTO t%d SELECT generate_series(1, 100);
              SELECT pg_sleep(0.03);
              INSERT INTO counter VALUES (%d);
              CREATE INDEX i%d ON t%d (id);
              """
                  .formatted(i, i, i, i, i);
      if (mixed && i % 2 == 0) {
        revisions.file(
            "r%03d.sql".formatted(i),
            "--liquibase formatted sql\n-- revision: r%03d\n-- down-revision: %s\n--changeset test:1\n%s--rollback DROP TABLE t%d;\n"
                .formatted(i, down, sql, i));
      } else {
        revisions.revision("r%03d".formatted(i), down, sql, "DROP TABLE t" + i + ";");
      }
    }
    return revisions;
  }

  @Test
  @SuppressWarnings("SystemOut")
  void neverLeavesHalfARevisionAndTheNextRunFinishes(@TempDir Path plain, @TempDir Path mixed)
      throws Exception {
    revisions(false).in(plain);
    revisions(true).in(mixed);
    var folder = mixed;
    var random = new Random(SEED);
    System.out.println("seed " + SEED + ", kills " + KILLS);
    var postgres = Postgres.freshDatabase();
    int midway = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      if (applied(postgres) == REVISIONS) {
        postgres = Postgres.freshDatabase();
        folder = folder.equals(plain) ? mixed : plain;
      }
      int delay = random.nextInt(220);
      killAfter(ChildRunner.start(postgres, folder), delay);
      settle(postgres);
      int applied = applied(postgres);
      assertWhole(postgres, applied, "kill %d after %d ms".formatted(kill, delay));
      midway += applied < REVISIONS ? 1 : 0;
    }
    System.out.println(midway + " of " + KILLS + " kills hit a run midway");
    assertThat(midway).isGreaterThan(KILLS / 3);

    try (var database = Database.open(postgres.settings())) {
      new Migrator(
              database, revisions(folder.equals(mixed)).set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"))
          .orThrow();
    }
    assertWhole(postgres, REVISIONS, "the end");
    assertThat(postgres.query("SELECT DISTINCT outcome FROM athanor_journal"))
        .isSubsetOf("DONE", "INTERRUPTED");
  }

  private static void killAfter(Process child, int millis)
      throws IOException, InterruptedException {
    try (var lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("begin")) {
          break;
        }
      }
      child.waitFor(millis, TimeUnit.MILLISECONDS);
      child.destroyForcibly().waitFor();
    }
  }

  /** The server sees that its client is gone and rolls back: nobody else has to clean up. */
  private static void settle(Postgres postgres) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                postgres
                    .query(
                        "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                            + " WHERE l.locktype = 'advisory' AND d.datname = current_database()")
                    .equals(List.of("0")));
  }

  private static int applied(Postgres postgres) {
    if (postgres.query("SELECT to_regclass('athanor_version')").equals(List.of("null"))) {
      return 0;
    }
    var rows = postgres.query("SELECT version_num FROM athanor_version");
    assertThat(rows).hasSizeLessThanOrEqualTo(1);
    return rows.isEmpty() ? 0 : Integer.parseInt(rows.getFirst().substring(1));
  }

  private static void assertWhole(Postgres postgres, int applied, String when) {
    var tables = java.util.stream.IntStream.rangeClosed(1, applied).mapToObj(i -> "t" + i).toList();
    assertThat(postgres.tables().stream().filter(name -> !name.equals("counter")))
        .as(when)
        .containsExactlyElementsOf(tables);
    for (int i = 1; i <= applied; i++) {
      assertThat(postgres.query("SELECT count(*) FROM t" + i)).as(when).containsExactly("100");
      assertThat(postgres.query("SELECT to_regclass('i" + i + "')"))
          .as(when)
          .containsExactly("i" + i);
    }
    if (applied > 0) {
      assertThat(postgres.query("SELECT count(*) FROM counter"))
          .as(when)
          .containsExactly(String.valueOf(applied));
      assertThat(postgres.query("SELECT count(*) FROM athanor_archive"))
          .as(when)
          .containsExactly(String.valueOf(applied));
      assertThat(postgres.query("SELECT count(*) FROM athanor_journal_step"))
          .as(when)
          .containsExactly(String.valueOf(applied));
    }
  }
}
