package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation id makes a relative target something that happens once. */
class OnceTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private Outcome run(Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, Revisions.line(5).set(), Clock.systemUTC(), Progress.none())
          .run(request)
          .orThrow();
    }
  }

  private List<String> rows() {
    return postgres.query("SELECT version_num FROM athanor_version");
  }

  @BeforeEach
  void atTheHead() {
    run(Request.upgrade("head"));
  }

  @Test
  void oneStepDownIsOneStepHoweverOftenItIsStarted() {
    var request = Request.downgrade("-1").withOperationId("uid/2");
    run(request);
    assertThat(rows()).containsExactly("r004");

    var again = run(request);

    assertThat(rows()).containsExactly("r004");
    assertThat(again.steps()).isEmpty();
    assertThat(again.targets()).containsExactly("r004");
    assertThat(again.from()).containsExactly("r005");
    assertThat(again.to()).containsExactly("r004");
  }

  @Test
  void anotherIdIsAnotherStep() {
    run(Request.downgrade("-1").withOperationId("uid/2"));
    run(Request.downgrade("-1").withOperationId("uid/3"));

    assertThat(rows()).containsExactly("r003");
  }

  @Test
  void whatWasInterruptedGoesOnToTheTargetThatItHad() {
    var request = Request.downgrade("-3").withOperationId("uid/2");
    var stop = new AtomicBoolean();
    try (var database = Database.open(postgres.settings())) {
      var progress =
          new Progress() {
            @Override
            public void stepStarted(int number, int steps, dev.athanor.revision.Step step) {
              stop.set(true);
            }
          };
      new Migrator(database, Revisions.line(5).set(), Clock.systemUTC(), progress)
          .run(request, stop::get);
    }
    assertThat(rows()).containsExactly("r004");

    run(request);

    assertThat(rows()).containsExactly("r002");
  }

  @Test
  void aStampIsNotRepeatedAfterTheDatabaseHasMovedOn() {
    var request = Request.stamp(List.of("r002"), false).withOperationId("uid/2");
    run(request);
    run(Request.stamp(List.of("r005"), false));

    run(request);

    assertThat(rows()).containsExactly("r005");
  }

  @Test
  void alsoWhatHadNothingToDoIsDoneOnce() {
    run(Request.stamp(List.of("r005"), false).withOperationId("uid/2"));
    run(Request.downgrade("r003"));

    run(Request.stamp(List.of("r005"), false).withOperationId("uid/2"));

    assertThat(rows()).containsExactly("r003");
  }
}
