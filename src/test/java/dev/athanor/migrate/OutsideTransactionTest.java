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

  private static Revisions outside(String sql) {
    return revisions(
        "-- revision: bbbb\n-- down-revision: aaaa\n-- upgrade runInTransaction:false\n" + sql);
  }

  @Test
  void settingsAreMadeAgainByTheRunThatGoesOn() {
    postgres.execute("CREATE SCHEMA shop");
    var sql =
        """
        SET search_path = shop;
        SELECT pg_catalog.set_config('work_mem', '5MB', false);
        CREATE TABLE orders (id int);
        CREATE INDEX CONCURRENTLY orders_id ON orders (id);
        SELECT 1 FROM missing;
        CREATE TABLE seen AS SELECT current_setting('work_mem') AS work_mem;
        """;
    assertThat(run(outside(sql), Request.upgrade("head")).error()).isPresent();

    postgres.execute("CREATE TABLE shop.missing (id int)");
    run(outside(sql), Request.upgrade("head")).orThrow();
    assertThat(postgres.query("SELECT work_mem FROM shop.seen")).containsExactly("5MB");
  }

  @Test
  void soAreThoseOfAChangesetInATransactionBeforeIt() {
    postgres.execute("CREATE SCHEMA shop");
    var file =
        """
        --liquibase formatted sql
        -- revision: bbbb
        -- down-revision: aaaa
        --changeset test:1
        SET search_path = shop;
        --changeset test:left-out
        --preconditions onFail:CONTINUE
        --precondition-sql-check expectedResult:1 SELECT 0
        SET search_path = public;
        --changeset test:2 runInTransaction:false
        SELECT 1 FROM missing;
        CREATE TABLE orders (id int);
        """;
    assertThat(run(revisions(file), Request.upgrade("head")).error()).isPresent();

    postgres.execute("CREATE TABLE shop.missing (id int)");
    run(revisions(file), Request.upgrade("head")).orThrow();
    assertThat(postgres.query("SELECT to_regclass('shop.orders')")).containsExactly("shop.orders");
  }

  @Test
  void theRoleThatARevisionTakesLastsToItsEnd() {
    var role = postgres.name() + "_owner";
    postgres.execute("CREATE ROLE " + role, "GRANT ALL ON SCHEMA public TO " + role);
    var sql =
        """
        SET ROLE %s;
        CREATE TABLE orders (id int);
        CREATE INDEX CONCURRENTLY orders_id ON orders (id);
        DO 'BEGIN CREATE TABLE items (id int); END';
        CREATE TABLE parcels (id int);
        """
            .formatted(role);
    run(outside(sql), Request.upgrade("head")).orThrow();

    assertThat(
            postgres.query(
                "SELECT tablename FROM pg_tables WHERE tableowner = '%s' ORDER BY 1"
                    .formatted(role)))
        .containsExactly("items", "orders", "parcels");
    postgres.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
  }

  @Test
  void onlyWhatBlocksNobodyWaitsForTablesWithoutALimit() {
    var sql =
        """
        SET lock_timeout = '7s';
        CREATE INDEX CONCURRENTLY t_id ON t (id);
        CREATE TABLE seen AS SELECT current_setting('lock_timeout') AS lock_timeout;
        DO 'BEGIN INSERT INTO seen VALUES (current_setting(''lock_timeout'')); END';
        """;
    run(outside(sql), Request.upgrade("head")).orThrow();
    assertThat(postgres.query("SELECT DISTINCT lock_timeout FROM seen")).containsExactly("7s");
  }

  @Test
  void whatIsLeftInTheSessionStaysWithWhatUsesIt() {
    var sql =
        """
        CREATE TEMP TABLE x AS SELECT 7 AS id;
        CREATE TABLE u (id int);
        INSERT INTO u SELECT id FROM x;
        CREATE INDEX CONCURRENTLY u_id ON u (id);
        SELECT 1 FROM missing;
        """;
    assertThat(run(outside(sql), Request.upgrade("head")).error()).isPresent();
    postgres.execute("CREATE TABLE missing (id int)");
    run(outside(sql), Request.upgrade("head")).orThrow();
    assertThat(postgres.query("SELECT id FROM u")).containsExactly("7");
  }

  @Test
  void whatACutOffRunCouldNotHaveIsRefusedBeforeAnythingRuns() {
    var sql =
        """
        PREPARE fill AS INSERT INTO t VALUES (7);
        CREATE INDEX CONCURRENTLY t_id ON t (id);
        EXECUTE fill;
        """;
    var error = run(outside(sql), Request.upgrade("head")).error().orElseThrow();
    assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(error.line()).isEqualTo(6);
    assertThat(error.message()).contains("fill", "line 4");
    assertThat(postgres.tables()).doesNotContain("t");
  }
}
