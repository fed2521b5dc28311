package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigratorTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  @Test
  void upgradesToTheHead() {
    var outcome = run(Revisions.line(3), Request.upgrade("head")).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
    assertThat(outcome.from()).isEmpty();
    assertThat(outcome.to()).containsExactly("r003");
    assertThat(outcome.steps()).hasSize(3);
    assertThat(outcome.targets()).containsExactly("r003");
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r003");
  }

  @Test
  void goesDownAgainAndLeavesNothing() {
    run(Revisions.line(3), Request.upgrade("head")).orThrow();

    run(Revisions.line(3), Request.downgrade("-1")).orThrow();
    assertThat(postgres.tables()).containsExactly("t1", "t2");

    run(Revisions.line(3), Request.downgrade("base")).orThrow();
    assertThat(postgres.tables()).isEmpty();
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).isEmpty();
    assertThat(postgres.query("SELECT revision FROM athanor_archive")).isEmpty();
  }

  @Test
  void stampsWithoutRunningAnything() {
    run(Revisions.line(3), Request.stamp(List.of("r002"), false)).orThrow();

    assertThat(postgres.tables()).isEmpty();
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r002");
    assertThat(postgres.query("SELECT revision FROM athanor_archive ORDER BY 1"))
        .containsExactly("r001", "r002");
  }

  @Test
  void aRevisionThatFailsLeavesNothingOfItselfAndKeepsThoseBefore() {
    var revisions =
        Revisions.line(2)
            .revision(
                "r003",
                "r002",
                "CREATE TABLE t3 (id int);\n\nINSERT INTO nowhere VALUES (1);",
                "DROP TABLE t3;");

    var outcome = run(revisions, Request.upgrade("head"));

    assertThat(postgres.tables()).containsExactly("t1", "t2");
    assertThat(outcome.to()).containsExactly("r002");
    assertThat(outcome.steps()).hasSize(2);
    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
              assertThat(error.revision()).contains("r003");
              assertThat(error.line()).isEqualTo(8);
              assertThat(error.file()).hasValueSatisfying(f -> assertThat(f).contains("r003.sql"));
              assertThat(error.sqlState()).contains("42P01");
              assertThat(error.statement()).contains("INSERT INTO nowhere VALUES (1)");
            });
    assertThat(postgres.query("SELECT outcome || ' ' || error FROM athanor_journal"))
        .singleElement()
        .asString()
        .startsWith("FAILED SqlFailed: ")
        .contains("nowhere");
  }

  @Test
  void theSecondRunDoesNothing() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();

    var again = run(Revisions.line(2), Request.upgrade("head")).orThrow();

    assertThat(again.steps()).isEmpty();
    assertThat(again.to()).containsExactly("r002");
    assertThat(postgres.query("SELECT count(*) FROM athanor_journal")).containsExactly("1");
  }

  @Test
  void lookingCreatesNothing() {
    try (var database = Database.open(postgres.settings())) {
      var migrator =
          new Migrator(database, Revisions.line(2).set(), Clock.systemUTC(), Progress.none());
      assertThat(migrator.current().rows()).isEmpty();
      assertThat(migrator.plan(Request.upgrade("head")).steps()).hasSize(2);
      assertThat(migrator.sql(migrator.plan(Request.upgrade("head"))).getFirst().sql())
          .containsExactly(
              "CREATE TABLE t1 (id int)",
              "INSERT INTO t1 VALUES (1)",
              "CREATE TABLE \"public\".\"athanor_version\" (version_num varchar(255) NOT NULL,"
                  + " CONSTRAINT \"athanor_version_pkc\" PRIMARY KEY (version_num))",
              "INSERT INTO \"public\".\"athanor_version\" (version_num) VALUES ('r001')");
    }
    assertThat(postgres.query("SELECT relname FROM pg_class WHERE relname LIKE 'athanor%'"))
        .isEmpty();
  }
}
