package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.database.Database;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL refuses in a transaction runs, and is known again by what it has left. */
class OutsideTransactionStatementsTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private static Revisions revision(String sql) {
    return new Revisions()
        .file("aaaa.sql", "-- revision: aaaa\n-- upgrade runInTransaction:false\n" + sql);
  }

  private Outcome upgrade(Revisions revisions) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head").withTerms(Terms.NONE.withOnNotEmpty(OnNotEmpty.ACCEPT)));
    }
  }

  @Test
  void whatWasBegunAndIsDoneIsNotRunAgain() {
    postgres.execute(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)",
        "CREATE TABLE t (id int)",
        "CREATE INDEX t_id ON t (id)",
        "CREATE TYPE mood AS ENUM ('sad')");
    var name = postgres.name() + "_other";
    var sql =
        """
        ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;
        CREATE DATABASE %s;
        REINDEX TABLE CONCURRENTLY t;
        DROP INDEX CONCURRENTLY t_id;
        ALTER TYPE mood ADD VALUE 'ok';
        ALTER SYSTEM SET log_min_duration_statement = 1000;
        VACUUM t;
        INSERT INTO missing VALUES (1);
        """
            .formatted(name);
    assertThat(upgrade(revision(sql)).error()).isPresent();
    postgres.execute(
        "ALTER SYSTEM RESET log_min_duration_statement",
        "UPDATE athanor_journal_statement SET mark = 'RUNNING' WHERE sql NOT LIKE 'ALTER TYPE%'",
        "CREATE TABLE missing (id int)");

    upgrade(revision(sql)).orThrow();
    assertThat(postgres.query("SELECT count(*) FROM missing")).containsExactly("1");
    postgres.execute("DROP DATABASE " + name, "ALTER SYSTEM RESET log_min_duration_statement");
  }

  @Test
  void whateverIsRefusedInATransactionCanBeHad() {
    upgrade(
            revision(
                """
                CREATE TABLE t (id int PRIMARY KEY);
                /* how */ CREATE INDEX /* it is built */ CONCURRENTLY t_id ON t (id);
                CLUSTER t USING t_pkey;
                CLUSTER;
                REINDEX TABLE t;
                REINDEX SCHEMA public;
                REINDEX DATABASE %s;
                CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false);
                ALTER SUBSCRIPTION s SET (slot_name = NONE);
                ALTER SUBSCRIPTION s SET PUBLICATION q WITH (refresh = false);
                DROP SUBSCRIPTION s;
                """
                    .formatted(postgres.name())))
        .orThrow();
    assertThat(postgres.query("SELECT count(*) FROM pg_subscription")).containsExactly("0");
  }

  @Test
  void aPartitionThatIsHalfDetachedIsDetached(@TempDir Path folder) throws Exception {
    postgres.execute(
        "CREATE TABLE p (id int) PARTITION BY RANGE (id)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9)");
    var revisions = revision("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;\n");
    killedWhile(
        revisions.in(folder),
        "INSERT INTO p VALUES (5)",
        "SELECT 1 FROM pg_inherits WHERE inhdetachpending");

    upgrade(revisions).orThrow();
    assertThat(postgres.query("SELECT count(*) FROM pg_inherits")).containsExactly("0");
    assertThat(postgres.query("SELECT id FROM p1")).containsExactly("5");
  }

  @Test
  void whatABrokenOffReindexLeavesIsDropped(@TempDir Path folder) throws Exception {
    postgres.execute("CREATE TABLE t (id int)", "CREATE INDEX t_id ON t (id)");
    var revisions = revision("REINDEX TABLE CONCURRENTLY t;\n");
    killedWhile(
        revisions.in(folder),
        "INSERT INTO t VALUES (5)",
        "SELECT 1 FROM pg_class WHERE relname = 't_id_ccnew'");

    upgrade(revisions).orThrow();
    assertThat(postgres.query("SELECT relname FROM pg_class WHERE relname LIKE 't_id%'"))
        .containsExactly("t_id");
    assertThat(postgres.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"))
        .containsExactly("0");
  }

  /** Both wait for whoever was there before them: so the kill comes in the middle. */
  private void killedWhile(Path folder, String before, String midway) throws Exception {
    try (var other = postgres.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(before);
      var child = ChildRunner.start(postgres, folder);
      await().atMost(Duration.ofSeconds(60)).until(() -> !postgres.query(midway).isEmpty());
      child.destroyForcibly().waitFor();
      other.commit();
    }
  }
}
