package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** A database that was there before its first revision. */
class FootingTest {
  private final Postgres postgres = Postgres.freshDatabase();
  private final Revisions revisions = Revisions.line(3);

  private Outcome run(Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  private static Request baseline(String revision) {
    return Request.upgrade("head").withTerms(Terms.NONE.withBaseline(revision));
  }

  @Test
  void tablesWithoutAVersionTableAreNotRunOver() {
    postgres.execute("CREATE TABLE orders (id int)");

    var outcome = run(Request.upgrade("head"));

    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.NOT_EMPTY_NOT_VERSIONED);
              assertThat(error.message()).contains("public.orders", "spec.baseline");
            });
    assertThat(postgres.tables()).containsExactly("orders");
  }

  @Test
  void tablesThatHaveNothingToDoWithTheRevisionsAreLeftAlone() {
    postgres.execute("CREATE TABLE other (id int)");

    run(Request.upgrade("head").withTerms(Terms.NONE.withOnNotEmpty(OnNotEmpty.ACCEPT))).orThrow();

    assertThat(postgres.tables()).contains("other", "t1", "t2", "t3");
  }

  @Test
  void anExtensionsTablesAreNobodys() {
    postgres.execute("CREATE TABLE spatial (id int)", "ALTER EXTENSION plpgsql ADD TABLE spatial");

    assertThat(run(Request.upgrade("head")).orThrow().to()).containsExactly("r003");
  }

  @Test
  void theBooksOfAnotherToolAloneAreNoTables() {
    postgres.execute("CREATE TABLE flyway_schema_history (id int)");

    assertThat(run(Request.upgrade("head")).orThrow().to()).containsExactly("r003");
  }

  @Test
  void tablesOfOtherSchemasDoNotCount() {
    postgres.execute("CREATE SCHEMA billing", "CREATE TABLE billing.bills (id int)");

    assertThat(run(Request.upgrade("head")).orThrow().to()).containsExactly("r003");
  }

  @Test
  void aDatabaseWithTablesBeginsAtItsBaseline() {
    postgres.execute("CREATE TABLE t1 (id int)", "CREATE TABLE t2 (id int)");

    var outcome = run(baseline("r002")).orThrow();

    assertThat(outcome.steps()).hasSize(2);
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r003");
    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
    assertThat(postgres.query("SELECT revision FROM athanor_archive ORDER BY 1"))
        .containsExactly("r001", "r002", "r003");
  }

  @Test
  void aBaselineIsForTheFirstTimeOnly() {
    postgres.execute("CREATE TABLE t1 (id int)", "CREATE TABLE t2 (id int)");
    run(baseline("r002")).orThrow();
    run(Request.downgrade("base")).orThrow();
    postgres.execute("CREATE TABLE late (id int)");

    var outcome = run(baseline("r002")).orThrow();

    assertThat(outcome.steps()).hasSize(3);
    assertThat(postgres.tables()).contains("t1", "t2", "t3");
  }

  @Test
  void anEmptyDatabaseNeedsNoBaseline() {
    var outcome = run(baseline("r002")).orThrow();

    assertThat(outcome.steps()).hasSize(3);
    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
  }

  @Test
  void aFirstRunThatFailedIsNotTakenForAStrangersTables() {
    var broken = revisions.revision("r004", "r003", "SELECT nonsense", "SELECT 1");
    try (var database = Database.open(postgres.settings())) {
      var migrator = new Migrator(database, broken.set(), Clock.systemUTC(), Progress.none());
      migrator.run(Request.upgrade("head"));
      postgres.execute("DROP TABLE athanor_version");

      var again = migrator.run(Request.upgrade("r001"));

      assertThat(again.error().map(it -> it.reason())).contains(Reason.SQL_FAILED);
    }
  }

  @Test
  void aBaselineThatIsNoRevisionChangesNothing() {
    postgres.execute("CREATE TABLE t1 (id int)");

    var outcome = run(baseline("r999"));

    assertThat(outcome.error().map(it -> it.reason())).contains(Reason.UNKNOWN_REVISION);
    assertThat(postgres.tables()).containsExactly("t1");
  }

  @Test
  void aTargetBehindTheBaselineIsForThePolicy() {
    postgres.execute("CREATE TABLE t1 (id int)", "CREATE TABLE t2 (id int)");

    var outcome =
        run(
            Request.upgrade("r001")
                .withTerms(Terms.NONE.withBaseline("r002"))
                .withDowngradePolicy(DowngradePolicy.FORBID));

    assertThat(outcome.error().map(it -> it.reason())).contains(Reason.DOWNGRADE_FORBIDDEN);
    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }
}
