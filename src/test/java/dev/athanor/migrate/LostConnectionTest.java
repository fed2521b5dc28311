package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import dev.athanor.testing.TcpProxy;
import dev.athanor.testing.TcpProxy.Harm;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The network between runner and database, at its worst moments. */
class LostConnectionTest {
  private static final String COMMIT = "COMMIT";

  private final Postgres postgres = Postgres.freshDatabase();
  private final TcpProxy proxy = TcpProxy.to(postgres.serverPort());
  private final List<String> warnings = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  @AfterEach
  void close() {
    proxy.close();
  }

  private ConnectionSettings throughTheProxy() {
    return ConnectionSettings.of(
            postgres.url().replace(":" + postgres.serverPort(), ":" + proxy.port()))
        .withConnectTimeout(Duration.ofSeconds(2));
  }

  private Outcome upgrade(Revisions revisions) {
    return run(revisions, Request.upgrade("head"));
  }

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(throughTheProxy())) {
      return new Migrator(
              database,
              revisions.set(),
              Clock.systemUTC(),
              new Progress() {
                @Override
                public void warning(String message) {
                  warnings.add(message);
                }

                @Override
                public void stepStarted(int number, int steps, dev.athanor.revision.Step step) {
                  progress.add(number + "/" + steps);
                }
              })
          .run(request);
    }
  }

  /** The first commit is the journal's, which says that the operation begins. */
  private void loseTheAnswerToTheCommitOfStep(int step) {
    proxy.harm(COMMIT, step + 1, Harm.LOSE_ANSWER);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsFoundDone() {
    loseTheAnswerToTheCommitOfStep(3);

    var outcome = upgrade(Revisions.line(3)).orThrow();

    assertThat(proxy.harmed()).isTrue();
    assertThat(outcome.steps()).hasSize(3);
    assertThat(outcome.from()).isEmpty();
    assertThat(outcome.to()).containsExactly("r003");
    assertThat(warnings).singleElement().asString().contains("it is done");
    assertThat(postgres.query("SELECT outcome FROM athanor_journal")).containsExactly("DONE");
  }

  @Test
  void afterACommitWhoseAnswerIsLostTheRestGoesOn() {
    loseTheAnswerToTheCommitOfStep(2);

    var outcome = upgrade(Revisions.line(4)).orThrow();

    assertThat(outcome.steps()).hasSize(4);
    assertThat(outcome.planned()).isEqualTo(4);
    assertThat(progress).containsExactly("1/4", "2/4", "3/4", "4/4");
    assertThat(postgres.query("SELECT step || revision FROM athanor_journal_step ORDER BY step"))
        .containsExactly("1r001", "2r002", "3r003", "4r004");
    assertThat(postgres.query("SELECT outcome FROM athanor_journal")).containsExactly("DONE");
  }

  @Test
  void oneStepDownIsOneStepDownAlsoWhenItsAnswerIsLost() {
    upgrade(Revisions.line(3)).orThrow();
    loseTheAnswerToTheCommitOfStep(1);

    var outcome = run(Revisions.line(3), Request.downgrade("-1")).orThrow();

    assertThat(outcome.to()).containsExactly("r002");
    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }

  @Test
  void aCommitThatNeverArrivedIsNotTakenForDone() {
    proxy.harm(COMMIT, 3, Harm.CUT_BEFORE);

    var broken = upgrade(Revisions.line(3));

    assertThat(broken.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
              assertThat(error.message()).contains("while a commit was under way");
            });
    assertThat(broken.to()).containsExactly("r001");
    assertThat(postgres.tables()).containsExactly("t1");
    assertThat(upgrade(Revisions.line(3)).orThrow().steps()).hasSize(2);
  }

  @Test
  void aConnectionCutWithinAStatementLeavesNothingOfItsRevision() {
    var slow =
        Revisions.line(1)
            .revision(
                "r002", "r001", "CREATE TABLE t2 (id int);\nSELECT pg_sleep(600);", "SELECT 1;");
    proxy.harm("pg_sleep", 1, Harm.CUT_AFTER);

    var broken = upgrade(slow);

    assertThat(broken.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
              assertThat(error.revision()).contains("r002");
            });
    // waits for the lock until the server has noticed, which would be ten minutes otherwise
    assertThat(upgrade(Revisions.line(2)).orThrow().steps()).hasSize(1);
    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }

  @Test
  void anAnswerLostOutsideATransactionIsForTheNextRunToFindOut() {
    var revisions =
        Revisions.line(1)
            .file(
                "r002.sql",
                """
                -- revision: r002
                -- down-revision: r001
                -- upgrade runInTransaction:false
                INSERT INTO t1 VALUES (2);
                CREATE INDEX CONCURRENTLY t1_id ON t1 (id);
                INSERT INTO t1 VALUES (3);
                -- downgrade
                SELECT 1;
                """);
    upgrade(Revisions.line(1)).orThrow();
    proxy.harm("CREATE INDEX", 1, Harm.LOSE_ANSWER);

    assertThat(upgrade(revisions).error()).isPresent();
    upgrade(revisions).orThrow();

    assertThat(postgres.query("SELECT id FROM t1 ORDER BY 1")).containsExactly("1", "2", "3");
    assertThat(postgres.query("SELECT indisvalid FROM pg_index WHERE indrelid = 't1'::regclass"))
        .containsExactly("t");
  }
}
