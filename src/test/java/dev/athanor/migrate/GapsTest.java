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

/** Revisions put behind applied ones: the rows imply them, and they never ran. */
class GapsTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  private AthanorException refusal(Revisions revisions, Request request) {
    return run(revisions, request).error().orElseThrow();
  }

  private List<String> rows() {
    return postgres.query("SELECT version_num FROM athanor_version ORDER BY 1");
  }

  private List<String> ran() {
    return postgres.query(
        "SELECT revision FROM athanor_journal_step s JOIN athanor_journal o USING (operation_id)"
            + " ORDER BY o.started_at, step");
  }

  private static Request filling(String target) {
    return Request.upgrade(target).withAllowGaps().withOnEdit(OnEdit.ACCEPT);
  }

  /** g000 - r001 - r002 …, of which g000 is new. */
  private static Revisions withGap(int length, String upgrade) {
    return Revisions.line(length)
        .without("r001.sql")
        .revision("g000", "", upgrade, "DROP TABLE t0;")
        .revision(
            "r001",
            "g000",
            "CREATE TABLE t1 (id int);\nINSERT INTO t1 VALUES (1);",
            "DROP TABLE t1;");
  }

  private static Revisions withGap(int length) {
    return withGap(length, "CREATE TABLE t0 (id int);");
  }

  @Test
  void anUpgradeIsRefusedAndNamesTheRevisionAndItsFile() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();

    var error = refusal(withGap(3), Request.upgrade("head").withOnEdit(OnEdit.ACCEPT));

    assertThat(error.reason()).isEqualTo(Reason.REVISION_GAP);
    assertThat(error.revision()).contains("g000");
    assertThat(error.file()).hasValueSatisfying(file -> assertThat(file).contains("g000.sql"));
    assertThat(error.message()).contains("--allow-gaps", "stamp --purge r002");
    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }

  @Test
  void whereItIsAllowedTheGapRunsFirstAndTheRowsStay() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();

    var outcome = run(withGap(3), filling("head")).orThrow();

    assertThat(outcome.steps())
        .extracting(step -> step.rowsAfter().getFirst())
        .containsExactly("r002", "r003");
    assertThat(ran()).containsExactly("r001", "r002", "g000", "r003");
    assertThat(rows()).containsExactly("r003");
    assertThat(postgres.tables()).containsExactly("t0", "t1", "t2", "t3");
    assertThat(postgres.query("SELECT revision FROM athanor_archive ORDER BY 1"))
        .containsExactly("g000", "r001", "r002", "r003");
  }

  @Test
  void aGapThatWasFilledIsNone() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();
    run(withGap(2), filling("head")).orThrow();

    assertThat(run(withGap(2), Request.upgrade("head")).orThrow().steps()).isEmpty();

    run(withGap(2), Request.downgrade("base")).orThrow();
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void aTargetOnAnotherLineIsNotHeldUp() {
    var line = Revisions.line(2).revision("x001", "", "CREATE TABLE x (id int);", "DROP TABLE x;");
    run(line, Request.upgrade("r002")).orThrow();

    var outcome =
        run(
                withGap(2).revision("x001", "", "CREATE TABLE x (id int);", "DROP TABLE x;"),
                Request.upgrade("x001").withOnEdit(OnEdit.ACCEPT))
            .orThrow();

    assertThat(outcome.to()).containsExactly("r002", "x001");
  }

  @Test
  void whatNeverRanIsNotTakenBack() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();

    var error = refusal(withGap(2), Request.downgrade("base").withOnEdit(OnEdit.ACCEPT));

    assertThat(error.reason()).isEqualTo(Reason.REVISION_GAP);
    assertThat(postgres.tables()).containsExactly("t1", "t2");
    run(withGap(2), Request.downgrade("r001").withOnEdit(OnEdit.ACCEPT)).orThrow();
    assertThat(rows()).containsExactly("r001");
  }

  @Test
  void aStampWithPurgeSaysThatItIsThere() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();

    run(withGap(2), Request.stamp(List.of("r002"), true)).orThrow();

    run(withGap(3), Request.upgrade("head").withOnEdit(OnEdit.ACCEPT)).orThrow();
    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
  }

  @Test
  void whatWasStampedIsNoGap() {
    run(Revisions.line(3), Request.stamp(List.of("head"), false)).orThrow();

    assertThat(run(Revisions.line(4), Request.upgrade("head")).orThrow().to())
        .containsExactly("r004");
  }

  @Test
  void whatAnotherToolRanBetweenOurOperationsIsNoGap() {
    postgres.execute(
        "CREATE TABLE athanor_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO athanor_version VALUES ('r002')");
    run(Revisions.line(3), Request.upgrade("head")).orThrow();
    postgres.execute("UPDATE athanor_version SET version_num = 'r005'");

    assertThat(run(Revisions.line(6), Request.upgrade("head")).orThrow().to())
        .containsExactly("r006");
  }

  @Test
  void whatWasPutBehindWhatWeRanAfterAnotherToolIsAGap() {
    postgres.execute(
        "CREATE TABLE athanor_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO athanor_version VALUES ('r001')");
    run(Revisions.line(2), Request.upgrade("head")).orThrow();
    var inserted =
        Revisions.line(2)
            .without("r002.sql")
            .revision("g001", "r001", "CREATE TABLE g (id int);", "DROP TABLE g;")
            .revision("r002", "g001", "CREATE TABLE t2 (id int);", "DROP TABLE t2;");

    assertThat(refusal(inserted, Request.upgrade("head")).revision()).contains("g001");
  }

  @Test
  void aLostArchiveMakesNoGaps() {
    run(Revisions.line(3), Request.upgrade("head")).orThrow();
    postgres.execute("DELETE FROM athanor_archive WHERE revision = 'r002'");

    assertThat(run(Revisions.line(4), Request.upgrade("head")).orThrow().to())
        .containsExactly("r004");
  }

  @Test
  void anOperationThatFailedAtTheGapGoesOnWithIt() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();
    var set = withGap(3, "CREATE TABLE t0 AS SELECT * FROM later;");
    var request = filling("head").withOperationId("once/1");
    assertThat(refusal(set, request).reason()).isEqualTo(Reason.SQL_FAILED);

    postgres.execute("CREATE TABLE later (id int)");
    run(set, request).orThrow();

    assertThat(ran()).containsExactly("r001", "r002", "g000", "r003");
  }

  @Test
  void anOperationThatFailedBehindTheGapDoesNotRunItAgain() {
    run(Revisions.line(2), Request.upgrade("head")).orThrow();
    var set =
        withGap(2)
            .revision("r003", "r002", "CREATE TABLE t3 AS SELECT * FROM later;", "DROP TABLE t3;");
    var request = filling("head").withOperationId("once/1");
    assertThat(refusal(set, request).reason()).isEqualTo(Reason.SQL_FAILED);

    postgres.execute("CREATE TABLE later (id int)");
    run(set, request).orThrow();

    assertThat(ran()).containsExactly("r001", "r002", "g000", "r003");
  }
}
