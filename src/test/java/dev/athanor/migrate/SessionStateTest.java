package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** What a revision does to its session, to its transaction's end, and to our own tables. */
class SessionStateTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private Outcome up(String first, String second) {
    var revisions =
        new Revisions().revision("aaaa", "", first, "").revision("bbbb", "aaaa", second, "");
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"));
    }
  }

  private AthanorException refused(String first, String second) {
    return up(first, second).error().orElseThrow();
  }

  @Test
  void aTemporaryTableIsNotTheNextRevisions() {
    var error = refused("CREATE TEMP TABLE x (id int);", "INSERT INTO x VALUES (1);");
    assertThat(error.sqlState()).contains("42P01");
    assertThat(error.revision()).contains("bbbb");
  }

  @Test
  void aPreparedStatementIsNotTheNextRevisions() {
    assertThat(refused("PREPARE p AS SELECT 1;", "EXECUTE p;").sqlState()).contains("26000");
  }

  @Test
  void whoeverARevisionActsAsTheRecordIsOurs() {
    var role = postgres.name() + "_other";
    postgres.execute("CREATE ROLE " + role);
    up("SET SESSION AUTHORIZATION %s;".formatted(role), "CREATE TABLE t (id int);").orThrow();
    assertThat(
            postgres.query("SELECT tableowner = current_user FROM pg_tables WHERE tablename = 't'"))
        .containsExactly("t");
    postgres.execute("DROP ROLE " + role);
  }

  @Test
  void stringsMeanWhatTheyWereReadAsWhateverTheDatabaseIsSetTo() {
    postgres.execute(
        "ALTER DATABASE %s SET standard_conforming_strings = off".formatted(postgres.name()));
    up("CREATE TABLE t AS SELECT 'a\\' AS name;", "SELECT 1;").orThrow();
    assertThat(postgres.query("SELECT name FROM t")).containsExactly("a\\");
  }

  @Test
  void aDeferredConstraintIsSaidToBeBrokenByItsRevision() {
    var error =
        refused(
            "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p INITIALLY DEFERRED);",
            "INSERT INTO c VALUES (7);");
    assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
    assertThat(error.revision()).contains("bbbb");
    assertThat(error.statement()).contains("COMMIT");
    assertThat(error.sqlState()).contains("23503");
    assertThat(error.message()).contains("deferred", "c_id_fkey");
  }

  @Test
  void aRevisionThatDoesAwayWithOurTablesIsRefused() {
    for (var sql :
        new String[] {
          "DROP SCHEMA public CASCADE; CREATE SCHEMA public;",
          "ALTER SCHEMA public RENAME TO old; CREATE SCHEMA public;",
          "ALTER TABLE athanor_version RENAME TO mine;"
        }) {
      var error = refused("CREATE TABLE IF NOT EXISTS t (id int);", sql);
      assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
      assertThat(error.message()).contains("bbbb", "public.athanor_", "--version-table-schema");
      assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("aaaa");
    }
  }

  @Test
  void soIsTheVeryFirst() {
    var error = refused("DROP SCHEMA public CASCADE; CREATE SCHEMA public;", "SELECT 1;");
    assertThat(error.message()).contains("aaaa", "public.athanor_journal", "cannot be recorded");
  }
}
