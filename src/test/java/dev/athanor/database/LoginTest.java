package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LoginTest {
  private final Postgres postgres = Postgres.freshDatabase();

  @Test
  void aPasswordThatChangesMeanwhileIsTheNextAttempts() {
    postgres.roleWithPassword("rotating", "before");
    var now =
        new AtomicReference<>(
            postgres.settings().withUsername("rotating").withPassword(new Secret("before")));
    try (var database = Database.open(now::get);
        var first = database.session("first")) {
      first.discard();
      postgres.execute("ALTER ROLE rotating PASSWORD 'after'");
      now.set(now.get().withPassword(new Secret("after")));
      try (var second = database.session("second")) {
        assertThat(second.info().product()).isEqualTo("PostgreSQL");
      }
    }
  }

  @Test
  void aPasswordThatCannotBeReadNowIsSaidAsSuch() {
    var error =
        catchThrowableOfType(
            AthanorException.class,
            () -> {
              var calls = new java.util.concurrent.atomic.AtomicInteger();
              Database.open(
                      () -> {
                        if (calls.getAndIncrement() == 0) {
                          return postgres.settings();
                        }
                        throw new AthanorException(Reason.MISSING_SECRET_KEY, "not there yet");
                      })
                  .close();
            });
    assertThat(error.reason()).isEqualTo(Reason.MISSING_SECRET_KEY);
    assertThat(error.message()).isEqualTo("not there yet");
  }

  @Test
  void aPasswordThatEndsInWhiteSpaceIsSuspected() {
    postgres.roleWithPassword("blank", "right");
    var error =
        catchThrowableOfType(
            AthanorException.class,
            () ->
                Database.open(
                        postgres
                            .settings()
                            .withUsername("blank")
                            .withPassword(new Secret("right ")))
                    .close());
    assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(error.message()).contains("white space").doesNotContain("right ");
  }

  @Test
  void aServerThatOnlyReadsIsFoundBeforeAnythingRuns() {
    postgres.execute(
        "ALTER DATABASE " + postgres.name() + " SET default_transaction_read_only = on");
    try (var database = Database.open(postgres.settings());
        var session = database.session("test")) {
      assertThat(new VersionTable(session, session.tables().version()).rows()).isEmpty();
      var error =
          catchThrowableOfType(
              AthanorException.class,
              () ->
                  SessionLock.take(
                      session, session.tables().version(), (who, time) -> {}, () -> false));
      assertThat(error.reason()).isEqualTo(Reason.DATABASE_READ_ONLY);
      assertThat(error.message())
          .contains("localhost:" + Postgres.port(), "default_transaction_read_only");
    }
  }

  @Test
  void ofSeveralHostsTheOneThatTakesWritesIsTaken() {
    var nobody = "localhost:1";
    var settings =
        ConnectionSettings.of(
            "postgresql://postgres@%s,localhost:%d/%s"
                .formatted(nobody, Postgres.port(), postgres.name()));
    try (var database = Database.open(settings)) {
      assertThat(database.info().product()).isEqualTo("PostgreSQL");
    }
    postgres.execute(
        "ALTER DATABASE " + postgres.name() + " SET default_transaction_read_only = on");
    var error = catchThrowableOfType(AthanorException.class, () -> Database.open(settings).close());
    assertThat(error.reason()).isEqualTo(Reason.DATABASE_READ_ONLY);
    assertThat(error.message()).contains(nobody, "takes writes");
  }
}
