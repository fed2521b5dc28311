package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.testing.MariaDb;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine on a real MariaDB. */
class MariaDbTest {
  private final MariaDb mariaDb = MariaDb.freshDatabase();

  private Outcome run(Revisions revisions, Request request) {
    try (var database = Database.open(mariaDb.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(request);
    }
  }

  @Test
  void aRevisionIsAppliedAndTakenBack() {
    run(Revisions.line(3), Request.upgrade("head")).orThrow();
    assertThat(mariaDb.tables()).containsExactly("t1", "t2", "t3");
    assertThat(mariaDb.query("SELECT version_num FROM athanor_version")).containsExactly("r003");

    run(Revisions.line(3), Request.downgrade("-2")).orThrow();
    assertThat(mariaDb.tables()).containsExactly("t1");
    assertThat(mariaDb.query("SELECT version_num FROM athanor_version")).containsExactly("r001");
    assertThat(mariaDb.query("SELECT count(*) FROM athanor_journal_statement"))
        .containsExactly("0");
  }

  @Test
  void theJournalKeepsItsTimesWhateverTheTimeZones() {
    var before = java.util.TimeZone.getDefault();
    try {
      java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("Asia/Tokyo"));
      run(Revisions.line(1), Request.upgrade("head")).orThrow();
    } finally {
      java.util.TimeZone.setDefault(before);
    }

    assertThat(
            mariaDb.query(
                "SELECT abs(timestampdiff(MINUTE, started_at, UTC_TIMESTAMP())) < 10 FROM athanor_journal"))
        .isEqualTo(List.of("1"));
    try (var database = Database.open(mariaDb.settings())) {
      assertThat(Migrator.log(database, 1).getFirst().entry().startedAt())
          .isBetween(Clock.systemUTC().instant().minusSeconds(600), Clock.systemUTC().instant());
    }
  }
}
