package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.database.Secret;
import dev.athanor.database.SessionLock;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.ForgedThreadId;
import dev.athanor.testing.MariaDb;
import dev.athanor.testing.Revisions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session on MariaDB: its lock, its limits, and what comes in between. */
class MariaDbSessionTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final MariaDb mariaDb = MariaDb.freshDatabase();

  private static Revisions revision(String sql) {
    return new Revisions().revision("aaaa", "", sql, "");
  }

  private static Outcome run(ConnectionSettings settings, Revisions revisions) {
    try (var database = Database.open(settings)) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head").withTerms(Terms.NONE.withOnNotEmpty(OnNotEmpty.ACCEPT)));
    }
  }

  private static AthanorException error(Outcome outcome) {
    return outcome.error().orElseThrow();
  }

  @Test
  void whoWaitsTooLongIsToldWhoHasTheLock() {
    try (var database = Database.open(mariaDb.settings());
        var session = database.session("test")) {
      SessionLock.take(session, session.tables().version(), (holder, waited) -> {}, () -> false);

      var error = error(run(mariaDb.settings().withLockTimeout(SHORT), Revisions.line(1)));
      assertThat(error.reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(error.message())
          .containsPattern("connection \\d+, root from 127\\.0\\.0\\.1:\\d+, sleep since 20");
    }
    run(mariaDb.settings().withLockTimeout(SHORT), Revisions.line(1)).orThrow();
  }

  @Test
  void twoDatabasesOfOneServerDoNotWaitForEachOther() {
    var other = MariaDb.freshDatabase();
    try (var database = Database.open(other.settings());
        var session = database.session("test")) {
      SessionLock.take(session, session.tables().version(), (holder, waited) -> {}, () -> false);
      run(mariaDb.settings().withLockTimeout(SHORT), Revisions.line(1)).orThrow();
    }
  }

  @Test
  void aStatementWhoseClientWasKilledKeepsTheLockUntilItEnds(@TempDir Path folder)
      throws Exception {
    var revisions = revision("CREATE TABLE t (id int);\nINSERT INTO t SELECT SLEEP(6);");
    var child = ChildRunner.start(mariaDb.url(), revisions.in(folder), "upgrade", "head");
    var working =
        "SELECT count(*) FROM information_schema.processlist WHERE info LIKE 'INSERT INTO t SELECT SLEEP%' AND db = DATABASE()";
    await().atMost(Duration.ofSeconds(60)).until(() -> mariaDb.query(working).contains("1"));
    child.destroyForcibly().waitFor();

    var waiting = error(run(mariaDb.settings().withLockTimeout(SHORT), revisions));
    assertThat(waiting.reason()).isEqualTo(Reason.LOCK_TIMEOUT);

    run(mariaDb.settings(), revisions).orThrow();
    assertThat(mariaDb.query("SELECT count(*) FROM t")).containsExactly("1");
  }

  @Test
  void aLockThatARevisionGivesUpIsNoticedBeforeTheNextStatement() {
    var error =
        error(
            run(
                mariaDb.settings(),
                revision("CREATE TABLE t (id int);\nSELECT RELEASE_ALL_LOCKS();\nDROP TABLE t;")));
    assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(error.message()).contains("RELEASE_ALL_LOCKS");
    assertThat(mariaDb.tables()).containsExactly("t");
  }

  @Test
  void aStatementThatRunsTooLongIsEnded() {
    var error =
        error(
            run(
                mariaDb.settings().withStatementTimeout(SHORT),
                revision("SELECT sum(a.seq * b.seq) FROM seq_1_to_100000 a, seq_1_to_100000 b;")));
    assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
    assertThat(error.message()).contains("max_statement_time");
  }

  @Test
  void ddlThatWaitsForABusyTableLetsGoAndTriesAgain() throws SQLException {
    mariaDb.execute("CREATE TABLE t (id int)");
    var settings =
        mariaDb
            .settings()
            .withTableLockTimeout(Duration.ofSeconds(1))
            .withLockTimeout(Duration.ofMillis(1));
    var revisions = revision("ALTER TABLE t ADD COLUMN a int;");
    try (var other = mariaDb.connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES (1)");

      var busy = error(run(settings, revisions));
      assertThat(busy.reason()).isEqualTo(Reason.LOCK_TIMEOUT);
      assertThat(busy.message()).contains("too busy", "aaaa.sql");
      other.commit();
    }
    run(settings, revisions).orThrow();
    assertThat(mariaDb.query("SHOW COLUMNS FROM t")).containsExactly("id", "a");
  }

  @Test
  void aSessionThatWaitsIsNotEndedForBeingIdle() {
    try (var database = Database.open(mariaDb.settings());
        var session = database.session("test")) {
      var seconds =
          session.query(
              () -> {
                try (var statement = session.connection().createStatement();
                    var rows = statement.executeQuery("SELECT @@wait_timeout")) {
                  return rows.next() ? rows.getLong(1) : 0;
                }
              });
      assertThat(seconds).isEqualTo(31_536_000);
    }
  }

  @Test
  void aProxyIsFoundOutAndRefusedUnlessItKeepsSessions() throws Exception {
    try (var proxy = new ForgedThreadId(MariaDb.port())) {
      var settings =
          ConnectionSettings.of(
              "jdbc:mariadb://127.0.0.1:%d/%s?user=root".formatted(proxy.port(), mariaDb.name()));

      var error = error(run(settings, Revisions.line(1)));
      assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
      assertThat(error.message()).contains("ProxySQL", "athanor.pooler=session");

      run(settings.withProperties(java.util.Map.of("athanor.pooler", "session")), Revisions.line(1))
          .orThrow();
    }
  }

  @Test
  void aMysqlUrlReachesIt() {
    var url = mariaDb.url().replace("jdbc:mariadb:", "jdbc:mysql:");
    run(ConnectionSettings.of(url), Revisions.line(1)).orThrow();
    assertThat(mariaDb.tables()).containsExactly("t1");
  }

  @Test
  void aReadOnlyServerIsSaidToBeOne() {
    mariaDb.execute(
        "CREATE OR REPLACE USER reader@'127.0.0.1' IDENTIFIED BY 'pw'",
        "GRANT ALL ON " + mariaDb.name() + ".* TO reader@'127.0.0.1'",
        "SET GLOBAL read_only = 1");
    try {
      var settings =
          ConnectionSettings.of(
                  "jdbc:mariadb://127.0.0.1:%d/%s".formatted(MariaDb.port(), mariaDb.name()))
              .withUsername("reader")
              .withPassword(new Secret("pw"));
      var error = error(run(settings, Revisions.line(1)));
      assertThat(error.reason()).isEqualTo(Reason.DATABASE_READ_ONLY);
      assertThat(error.message()).contains("takes no writes");
    } finally {
      mariaDb.execute("SET GLOBAL read_only = 0");
    }
  }

  @Test
  void whatIsWrongWithAConnectionIsSaidWithoutThePassword() {
    refused("jdbc:mariadb://127.0.0.1:1/x", Reason.DATABASE_UNREACHABLE, "connection refused");
    refused(
        "jdbc:mariadb://127.0.0.1:%d/nosuch?user=root".formatted(MariaDb.port()),
        Reason.DATABASE_UNREACHABLE,
        "no database 'nosuch'");
    refused(
        "jdbc:mariadb://127.0.0.1:%d/%s?user=root&password=hush"
            .formatted(MariaDb.port(), mariaDb.name()),
        Reason.AUTHENTICATION_FAILED,
        "refuses user 'root'");
    refused(
        "jdbc:mariadb://127.0.0.1:%d/?user=root".formatted(MariaDb.port()),
        Reason.INVALID_CONFIGURATION,
        "no database to create things in");
  }

  private static void refused(String url, Reason reason, String what) {
    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(
            () -> {
              try (var database = Database.open(ConnectionSettings.of(url));
                  var session = database.session("test")) {
                session.tables();
              }
            })
        .withMessageContaining(what)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(e -> assertThat(e.message()).doesNotContain("hush"));
  }

  @Test
  void aDatabaseInTheSettingsIsWhereThingsAre() {
    var other = MariaDb.freshDatabase();
    run(mariaDb.settings().withSchema(other.name()), Revisions.line(1)).orThrow();
    assertThat(other.tables()).containsExactly("t1");
    assertThat(mariaDb.tables()).isEmpty();
  }
}
