package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.PgBouncer;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection pooler between us and the database; skipped where there is no PgBouncer. */
class PoolerTest {
  private final Postgres postgres = Postgres.freshDatabase();
  @TempDir private Path folder;

  @BeforeAll
  static void pgBouncer() {
    Assumptions.assumeTrue(PgBouncer.installed().isPresent(), "no pgbouncer on the path");
  }

  private static ConnectionSettings declared(ConnectionSettings settings) {
    return settings.withProperties(Map.of("athanor.pooler", "session"));
  }

  private static Outcome upgrade(ConnectionSettings settings) {
    try (var database = Database.open(settings)) {
      return new Migrator(database, Revisions.line(3).set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"));
    }
  }

  @Test
  void inTransactionModeNothingIsRunAndNothingIsLookedAtEither() {
    try (var pooler = PgBouncer.start(postgres, folder, "transaction")) {
      var settings = ConnectionSettings.of(pooler.url(postgres));

      assertThat(upgrade(settings).error())
          .hasValueSatisfying(
              error -> {
                assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
                assertThat(error.message())
                    .contains("PgBouncer", "Connect to the database itself", "athanor.pooler");
              });
      try (var database = Database.open(settings)) {
        assertThatThrownBy(() -> Migrator.current(database)).isInstanceOf(AthanorException.class);
      }
      // the server's session goes to the pooler's next client: it must be as it was
      assertThat(
              postgres.query(
                  "SELECT usename FROM pg_stat_activity WHERE application_name LIKE 'athanor%'"))
          .isEmpty();
    }
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void inSessionModeItMigratesOnceThatIsDeclared() {
    try (var pooler = PgBouncer.start(postgres, folder, "session")) {
      var settings = ConnectionSettings.of(pooler.url(postgres));
      assertThat(upgrade(settings).error())
          .hasValueSatisfying(
              error -> assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION));

      assertThat(upgrade(declared(settings)).orThrow().steps()).hasSize(3);

      // the pooler keeps the session, and must give the lock back with it
      await()
          .until(
              () ->
                  postgres
                      .query(
                          "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                              + " WHERE l.locktype = 'advisory' AND d.datname = current_database()")
                      .equals(List.of("0")));
    }
  }

  @Test
  void aParameterThatThePoolerDoesNotTakeIsNamedWithTheRemedy() {
    try (var pooler = PgBouncer.start(postgres, folder, "session")) {
      var url = pooler.url(postgres) + "&options=-c%20search_path=secret";

      assertThatThrownBy(() -> Database.open(ConnectionSettings.of(url)))
          .isInstanceOfSatisfying(
              AthanorException.class,
              error -> {
                assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
                assertThat(error.message())
                    .contains("'options'", "ignore_startup_parameters")
                    .doesNotContain("secret");
              });
    }
    try (var pooler =
        PgBouncer.start(postgres, folder, "session", "ignore_startup_parameters = options")) {
      var url = pooler.url(postgres) + "&options=-c%20search_path=public";
      assertThat(upgrade(declared(ConnectionSettings.of(url))).orThrow().steps()).hasSize(3);
    }
  }
}
