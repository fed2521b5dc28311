package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.KillScenario;
import dev.athanor.testing.Kills;
import dev.athanor.testing.LocalDatabase;
import dev.athanor.testing.MariaDb;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any instant, and the next run finishes without a person. */
class KilledRunnerTest {
  private static final int KILLS = Integer.getInteger("athanor.kills", 30);
  private static final long SEED = Long.getLong("athanor.seed", 20261123);

  @TempDir private Path folder;
  @TempDir private Path files;

  @SuppressWarnings("SystemOut")
  private void kill(Supplier<? extends TestDatabase> fresh, KillScenario scenario) {
    System.out.println(scenario + ": seed " + SEED + ", kills " + KILLS);
    var figures = Kills.run(fresh, scenario, KILLS, SEED, folder);
    System.out.println(scenario + ": " + figures);

    assertThat(figures.midway()).as("%s", figures).isPositive();
    assertThat(figures.halfApplied()).as("half applied: %s", figures).isZero();
    assertThat(figures.notResumable()).as("not resumable: %s", figures).isZero();
    assertThat(figures.locksLeft()).as("locks left: %s", figures).isZero();
    assertThat(figures.wrongData()).as("wrong data: %s", figures).isZero();
  }

  @Test
  void onPostgresARevisionIsThereWhollyOrNotAtAll() {
    kill(Postgres::freshDatabase, KillScenario.POSTGRESQL);
  }

  @Test
  void outsideATransactionOnPostgresEachStatementIsDoneOnce() {
    kill(Postgres::freshDatabase, KillScenario.POSTGRESQL_OUTSIDE);
  }

  @Test
  void onMariaDbEachStatementIsDoneOnce() {
    kill(MariaDb::freshDatabase, KillScenario.MARIADB);
  }

  @Test
  void onSqliteARevisionIsThereWhollyOrNotAtAll() {
    kill(() -> LocalDatabase.sqlite(another()), KillScenario.SQLITE);
  }

  @Test
  void onH2EachStatementIsDoneOnce() {
    kill(() -> LocalDatabase.h2(another()), KillScenario.H2);
  }

  @Test
  void behindTheServerOfH2EachStatementIsDoneOnce() {
    kill(() -> LocalDatabase.h2Server(another()), KillScenario.H2);
  }

  private Path another() {
    try {
      return Files.createTempDirectory(files, "database");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
