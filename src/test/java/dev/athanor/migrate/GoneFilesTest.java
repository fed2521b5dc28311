package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The way down when files are gone from the set, and what the archive itself may lack. */
class GoneFilesTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  private static AthanorException error(Outcome outcome) {
    return outcome.error().orElseThrow(() -> new AssertionError("it succeeded: " + outcome));
  }

  private void at(Revisions revisions) {
    run(revisions, Request.upgrade("heads")).orThrow();
  }

  @Test
  void aDowngradeGoesOverSeveralRevisionsThatAreGone() {
    at(Revisions.line(6));

    var outcome = run(Revisions.line(2), Request.downgrade("r001")).orThrow();

    assertThat(outcome.steps()).hasSize(5);
    assertThat(postgres.tables()).containsExactly("t1");
    assertThat(postgres.query("SELECT revision FROM athanor_archive")).containsExactly("r001");
  }

  @Test
  void aTargetMayBeARevisionThatIsGone() {
    at(Revisions.line(6));

    run(Revisions.line(2), Request.downgrade("r004")).orThrow();

    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r004");
  }

  @Test
  void theWholeSetMayBeAnotherOne() {
    at(Revisions.line(3));
    var other = new Revisions().revision("zzzz", "", "CREATE TABLE z (id int);", "DROP TABLE z;");

    run(other, Request.downgrade("base")).orThrow();

    assertThat(postgres.tables()).isEmpty();
    run(other, Request.upgrade("head")).orThrow();
    assertThat(postgres.tables()).containsExactly("z");
  }

  @Test
  void aBranchThatIsGoneIsTakenBackAndTheOtherStays() {
    var branches =
        Revisions.line(2)
            .revision("x003", "r002", "CREATE TABLE x3 (id int);", "DROP TABLE x3;")
            .revision("x004", "x003", "CREATE TABLE x4 (id int);", "DROP TABLE x4;")
            .revision("y003", "r002", "CREATE TABLE y3 (id int);", "DROP TABLE y3;");
    at(branches);
    var without = branches.without("x003.sql").without("x004.sql");

    run(without, Request.upgrade("heads").withDowngradePolicy(DowngradePolicy.ALLOW)).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2", "y3");
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("y003");
  }

  @Test
  void aMergeThatIsGoneIsTakenApartAgain() {
    var merged =
        Revisions.line(1)
            .revision("x002", "r001", "CREATE TABLE x2 (id int);", "DROP TABLE x2;")
            .revision("y002", "r001", "CREATE TABLE y2 (id int);", "DROP TABLE y2;")
            .revision("m003", "x002, y002", "CREATE TABLE m3 (id int);", "DROP TABLE m3;");
    at(merged);

    var outcome =
        run(
            merged.without("m003.sql"),
            Request.upgrade("heads").withDowngradePolicy(DowngradePolicy.ALLOW));

    assertThat(outcome.orThrow().to()).containsExactlyInAnyOrder("x002", "y002");
    assertThat(postgres.tables()).containsExactly("t1", "x2", "y2");
  }

  @Test
  void aGoneRevisionWhoseParentWasEditedIsNotTakenBackUnnoticed() {
    at(Revisions.line(3));
    var edited =
        Revisions.line(1).revision("r002", "r001", "CREATE TABLE t2 (id bigint);", "SELECT 1;");

    var refused = error(run(edited, Request.downgrade("r001")));

    assertThat(refused.reason()).isEqualTo(Reason.REVISION_EDITED);
    assertThat(refused.message()).contains("r002");
    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");

    run(edited, Request.downgrade("r001").withOnEdit(OnEdit.WARN)).orThrow();
    assertThat(postgres.tables()).containsExactly("t1");
  }

  @Test
  void aRowMissingFromTheArchiveIsNamedAndNothingIsRun() {
    at(Revisions.line(5));
    postgres.execute("DELETE FROM athanor_archive WHERE revision = 'r004'");

    var refused = error(run(Revisions.line(2), Request.downgrade("base")));

    assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_REVISION);
    assertThat(refused.message()).contains("r004", "archive");
    assertThat(postgres.tables()).hasSize(5);
  }

  @Test
  void aRowOfTheArchiveThatCannotBeReadIsNamedAndNothingIsRun() {
    at(Revisions.line(3));
    postgres.execute(
        "UPDATE athanor_archive SET content = substr(content, 1, 20) WHERE revision = 'r003'");

    var refused = error(run(Revisions.line(2), Request.downgrade("r002")));

    assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE_FILE);
    assertThat(refused.message()).contains("r003", "athanor_archive");
    assertThat(postgres.tables()).hasSize(3);
  }

  @Test
  void textInTheArchiveThatThisVersionCannotReadSaysWhereItCameFrom() {
    at(Revisions.line(3));
    var other = Postgres.freshDatabase();
    try (var database = Database.open(other.settings())) {
      var strange = new Revisions().file("x.sql", "-- revision: xxxx\n-- upgrade\nSELECT 1;\n");
      new Migrator(database, strange.set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"))
          .orThrow();
    }
    // as a later version might have written it
    var content =
        other
            .query("SELECT encode(content, 'hex') FROM athanor_archive WHERE revision = 'xxxx'")
            .getFirst();
    postgres.execute(
        "UPDATE athanor_archive SET content = decode('"
            + content
            + "', 'hex') WHERE revision = 'r003'");

    var refused = error(run(Revisions.line(2), Request.downgrade("r002")));

    assertThat(refused.message()).contains("r003", "archive");
    assertThat(postgres.tables()).hasSize(3);
  }

  @Test
  void aStampBehindTheDatabaseKeepsTheArchiveForAStampBack() {
    at(Revisions.line(3));

    run(Revisions.line(3), Request.stamp(List.of("r001"), false)).orThrow();
    run(Revisions.line(3), Request.stamp(List.of("head"), false)).orThrow();

    run(Revisions.line(1), Request.downgrade("base")).orThrow();
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void aRevisionAppliedAgainAfterAStampBackIsArchivedAsItIsNow() {
    at(Revisions.line(2));
    run(Revisions.line(2), Request.stamp(List.of("r001"), false)).orThrow();
    postgres.execute("DROP TABLE t2");
    var rewritten =
        Revisions.line(1)
            .revision("r002", "r001", "CREATE TABLE other (id int);", "DROP TABLE other;");

    run(rewritten, Request.upgrade("head")).orThrow();
    run(Revisions.line(1), Request.downgrade("r001")).orThrow();

    assertThat(postgres.tables()).containsExactly("t1");
  }

  @Test
  void aStampOverAnEditTakesTheEditForTrue() {
    at(Revisions.line(2));
    var edited =
        Revisions.line(1)
            .revision("r002", "r001", "CREATE TABLE t2 (id bigint);", "DROP TABLE t2;");
    run(edited, Request.stamp(List.of("r001"), false)).orThrow();
    run(edited, Request.stamp(List.of("r002"), false)).orThrow();

    run(edited, Request.downgrade("base")).orThrow();

    assertThat(postgres.tables()).isEmpty();
  }
}
