package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideTransactionTest {
  private static final String SECOND =
      """
      -- revision: bbbb
      -- down-revision: aaaa

      -- upgrade runInTransaction:false
      INSERT INTO t VALUES (2);
      CREATE INDEX CONCURRENTLY t_id ON t (id);
      INSERT INTO t VALUES (3);
      -- downgrade runInTransaction:false
      DROP INDEX CONCURRENTLY t_id;
      """;

  private final Postgres postgres = Postgres.freshDatabase();

  private static Revisions revisions(String second) {
    return new Revisions()
        .revision("aaaa", "", "CREATE TABLE t (id int);", "DROP TABLE t;")
        .file("bbbb.sql", second);
  }

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  @Test
  void anIndexIsBuiltConcurrentlyAndDroppedAgain() {
    run(revisions(SECOND), Request.upgrade("head")).orThrow();
    assertThat(
            postgres.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass"))
        .containsExactly("t");
    assertThat(postgres.query("SELECT count(*) FROM athanor_journal_statement"))
        .containsExactly("0");

    run(revisions(SECOND), Request.downgrade("-1")).orThrow();
    assertThat(postgres.query("SELECT to_regclass('t_id')")).containsExactly("null");
  }

  @Test
  void alsoInFormattedSql() {
    run(
            revisions(
                """
                --liquibase formatted sql
                -- revision: bbbb
                -- down-revision: aaaa
                --changeset test:1 runInTransaction:false
                CREATE INDEX CONCURRENTLY t_id ON t (id);
                --rollback DROP INDEX CONCURRENTLY t_id;
                """),
            Request.upgrade("head"))
        .orThrow();
    assertThat(
            postgres.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_id'::regclass"))
        .containsExactly("t");
  }

  @Test
  void afterAFailureTheNextRunGoesOnAtTheStatementThatFailed() {
    var unique = SECOND.replace("CREATE INDEX", "CREATE UNIQUE INDEX");
    run(revisions(unique), Request.upgrade("aaaa")).orThrow();
    postgres.execute("INSERT INTO t VALUES (7), (7)");

    var failed = run(revisions(unique), Request.upgrade("head"));
    assertThat(failed.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
              assertThat(error.line()).isEqualTo(6);
            });
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("aaaa");
    // no invalid index is left
    assertThat(postgres.query("SELECT to_regclass('t_id')")).containsExactly("null");

    postgres.execute("DELETE FROM t WHERE id = 7");
    run(revisions(unique), Request.upgrade("head")).orThrow();
    assertThat(postgres.query("SELECT id FROM t ORDER BY id")).containsExactly("2", "3");
  }

  @Test
  void whatWasCutOffAndCannotBeSeenIsForAPersonToSettle() {
    var second = SECOND.replace("INSERT INTO t VALUES (3);", "DO 'BEGIN PERFORM 1; END';");
    run(revisions(second), Request.upgrade("aaaa")).orThrow();
    // as a runner leaves it that is killed within the DO
    var slow = second.replace("PERFORM 1;", "PERFORM 1/0;");
    assertThat(run(revisions(slow), Request.upgrade("head")).error()).isPresent();
    postgres.execute(
        "INSERT INTO athanor_journal_statement SELECT revision, direction, 2, 'RUNNING', place, sql, encode(sha256(convert_to('DO ''BEGIN PERFORM 1; END''', 'UTF8')), 'hex'), '', marked_at FROM athanor_journal_statement LIMIT 1");

    var doubt = run(revisions(second), Request.upgrade("head")).error().orElseThrow();
    assertThat(doubt.reason()).isEqualTo(Reason.NEEDS_DECISION);
    assertThat(doubt.line()).isEqualTo(7);
    assertThat(doubt.message())
        .contains("bbbb.sql", "line 7", "athanor resolve --done", "athanor resolve --retry");

    postgres.execute("DELETE FROM athanor_journal_statement WHERE mark = 'RUNNING'");
    run(revisions(second), Request.upgrade("head")).orThrow();
    assertThat(postgres.query("SELECT id FROM t")).containsExactly("2");
  }

  @Test
  void aRunnerKilledWhileItBuildsAnIndexLeavesNoBrokenOne(@TempDir Path folder) throws Exception {
    run(revisions(SECOND), Request.upgrade("aaaa")).orThrow();
    postgres.execute("INSERT INTO t SELECT generate_series(10, 1000)");
    revisions(SECOND).in(folder);
    try (var other = postgres.connect();
        var statement = other.createStatement()) {
      // CREATE INDEX CONCURRENTLY waits for whoever was there before it
      other.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (5)");
      var child = ChildRunner.start(postgres, folder);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  !postgres
                      .query("SELECT 1 FROM pg_index WHERE indrelid = 't'::regclass")
                      .isEmpty());
      child.destroyForcibly().waitFor();
      other.commit();
    }

    run(revisions(SECOND), Request.upgrade("head")).orThrow();

    assertThat(postgres.query("SELECT indisvalid FROM pg_index WHERE indrelid = 't'::regclass"))
        .containsExactly("t");
    assertThat(postgres.query("SELECT count(*) FROM t WHERE id < 4")).containsExactly("2");
  }

  @Test
  void insideATransactionItIsSaidWhatToDo() {
    var wrong = SECOND.replace(" runInTransaction:false", "");
    var error = run(revisions(wrong), Request.upgrade("head")).error().orElseThrow();

    assertThat(error.message()).contains("runInTransaction:false");
  }
}
