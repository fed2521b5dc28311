package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens when Git takes back or changes what the database has. */
class ArchiveTest {
  private final Postgres postgres = Postgres.freshDatabase();
  private final Revisions before = Revisions.line(3);
  private final Revisions reverted = before.without("r003.sql");

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  @BeforeEach
  void atTheHead() {
    run(before, Request.upgrade("head")).orThrow();
  }

  @Test
  void aDowngradeRunsWhatTheArchiveKept() {
    run(reverted, Request.downgrade("-1")).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2");
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r002");
  }

  @Test
  void anUpgradeThatMayGoesDownToWhatTheSetHas() {
    var outcome =
        run(reverted, Request.upgrade("head").withDowngradePolicy(DowngradePolicy.ALLOW)).orThrow();

    assertThat(outcome.to()).containsExactly("r002");
    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }

  @Test
  void anUpgradeThatMayGoesDownOneBranchAndUpAnother() {
    var other = reverted.revision("x003", "r002", "CREATE TABLE x (id int);", "DROP TABLE x;");

    var outcome =
        run(other, Request.upgrade("head").withDowngradePolicy(DowngradePolicy.ALLOW)).orThrow();

    assertThat(outcome.to()).containsExactly("x003");
    assertThat(outcome.steps()).hasSize(2);
    assertThat(postgres.tables()).containsExactly("t1", "t2", "x");
  }

  @Test
  void anUpgradeThatMayNotSaysWhatItWouldTakeBack() {
    var outcome =
        run(reverted, Request.upgrade("head").withDowngradePolicy(DowngradePolicy.FORBID));

    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.DOWNGRADE_FORBIDDEN);
              assertThat(error.message()).contains("r003");
            });
    assertThat(postgres.tables()).hasSize(3);
  }

  @Test
  void aPlainUpgradeKnowsNoRevisionWithoutFile() {
    var outcome = run(reverted, Request.upgrade("head"));

    assertThat(outcome.error())
        .hasValueSatisfying(error -> assertThat(error.reason()).isEqualTo(Reason.UNKNOWN_REVISION));
  }

  @Test
  void aTargetBehindTheDatabaseIsForThePolicyToo() {
    assertThat(run(before, Request.upgrade("r001")).orThrow().steps()).isEmpty();

    var refused = run(before, Request.upgrade("r001").withDowngradePolicy(DowngradePolicy.FORBID));
    assertThat(refused.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.DOWNGRADE_FORBIDDEN);
              assertThat(error.message()).contains("r002", "r003");
            });

    run(before, Request.upgrade("r001").withDowngradePolicy(DowngradePolicy.ALLOW)).orThrow();
    assertThat(postgres.tables()).containsExactly("t1");
  }

  @Test
  void aStampedRevisionCanBeTakenBackFromTheArchiveToo() {
    var adopted = Postgres.freshDatabase();
    adopted.execute("CREATE TABLE t1 (id int)", "CREATE TABLE t2 (id int)");
    try (var database = Database.open(adopted.settings())) {
      new Migrator(database, Revisions.line(2).set(), Clock.systemUTC(), Progress.none())
          .run(Request.stamp(List.of("head"), false))
          .orThrow();
      new Migrator(database, Revisions.line(1).set(), Clock.systemUTC(), Progress.none())
          .run(Request.downgrade("r001"))
          .orThrow();
    }
    assertThat(adopted.tables()).containsExactly("t1");
  }

  @Test
  void whatNeitherSetNorArchiveHasIsUnknown() {
    postgres.execute("DELETE FROM athanor_archive");

    var outcome = run(reverted, Request.downgrade("base"));

    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.UNKNOWN_REVISION);
              assertThat(error.message()).contains("r003");
            });
  }

  private Revisions edited() {
    return before
        .without("r002.sql")
        .revision("r002", "r001", "CREATE TABLE t2 (id bigint);", "DROP TABLE IF EXISTS t2;")
        .revision("r004", "r003", "CREATE TABLE t4 (id int);", "DROP TABLE t4;");
  }

  @Test
  void anEditedRevisionStopsWhateverRuns() {
    var outcome = run(edited(), Request.upgrade("head"));

    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.REVISION_EDITED);
              assertThat(error.message()).contains("r002");
            });
    assertThat(postgres.tables()).hasSize(3);
  }

  @Test
  void anEditIsSaidAlsoWhenThereIsNothingElseToDo() {
    var same = edited().without("r004.sql");

    assertThat(run(same, Request.upgrade("head")).error())
        .hasValueSatisfying(error -> assertThat(error.reason()).isEqualTo(Reason.REVISION_EDITED));
  }

  @Test
  void anAcceptedEditIsAskedForOnce() {
    run(edited(), Request.upgrade("head").withOnEdit(OnEdit.ACCEPT)).orThrow();
    assertThat(postgres.tables()).hasSize(4);

    run(edited(), Request.downgrade("base")).orThrow();
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void withAWarningTheWayDownIsTheOneThatWasApplied() {
    var broken =
        before
            .without("r003.sql")
            .revision("r003", "r002", "CREATE TABLE t3 (id int);", "DROP TABLE no_such_table;");

    run(broken, Request.downgrade("-1").withOnEdit(OnEdit.WARN)).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }
}
