package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.database.SessionLock;
import dev.athanor.database.TableName;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.LocalDatabase;
import dev.athanor.testing.Revisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The engine on SQLite. */
class SqliteTest extends LocalEngine {
  @Override
  LocalDatabase fresh(Path folder) {
    return LocalDatabase.sqlite(folder);
  }

  @Override
  LocalDatabase shared(Path folder) {
    return LocalDatabase.sqlite(folder);
  }

  @Override
  String holderPattern() {
    return "process \\d+ on .+, since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ has it";
  }

  @Test
  void aRevisionThatFailsLeavesNothingOfItself() {
    run(
        new Revisions()
            .revision(
                "r001",
                "",
                "CREATE TABLE t1 (id int);\nINSERT INTO t1 VALUES (1);\nINSERT INTO no VALUES (1);",
                "DROP TABLE t1;"),
        Request.upgrade("head"));

    assertThat(local.tables()).isEmpty();
    assertThat(local.query("SELECT outcome FROM athanor_journal")).containsExactly("FAILED");
  }

  @Test
  void whoHasTheLockIsFoundOutWhileTheFileIsBeingWritten() throws Exception {
    var impatient = local.settings().withLockTimeout(Duration.ZERO);
    var table = new TableName("main", "athanor_version");
    var writing = new AtomicBoolean(true);
    try (var threads = Executors.newSingleThreadExecutor();
        var database = Database.open(impatient);
        var holder = database.session("test");
        var waiting = database.session("test")) {
      SessionLock.take(holder, table, (who, how) -> {}, () -> false);
      var writer = threads.submit(() -> write(writing));
      try {
        for (int i = 0; i < 200; i++) {
          assertThatThrownBy(() -> SessionLock.take(waiting, table, (who, how) -> {}, () -> false))
              .hasMessageContaining("has it");
        }
      } finally {
        writing.set(false);
      }
      writer.get();
    }
  }

  /** As a runner does that commits one step after the other. */
  private boolean write(AtomicBoolean go) throws Exception {
    try (var connection = local.connect();
        var statement = connection.createStatement()) {
      while (go.get()) {
        statement.execute("BEGIN EXCLUSIVE");
        Thread.sleep(2);
        statement.execute("COMMIT");
        Thread.sleep(2);
      }
    }
    return true;
  }

  @Test
  void theTableIsAlembics() {
    run(Revisions.line(1), Request.upgrade("head")).orThrow();

    assertThat(local.query("SELECT sql FROM sqlite_master WHERE name = 'athanor_version'"))
        .containsExactly(
            "CREATE TABLE \"athanor_version\" (version_num varchar(255) NOT NULL,"
                + " CONSTRAINT \"athanor_version_pkc\" PRIMARY KEY (version_num))");
  }

  @Test
  void whatCannotBeInATransactionRunsOutsideOne() {
    var revisions =
        Revisions.line(1)
            .file(
                "r002.sql",
                """
                --liquibase formatted sql
                -- revision: r002
                -- down-revision: r001
                --changeset test:1 runInTransaction:false
                PRAGMA foreign_keys = OFF;
                CREATE TABLE t2 (id int);
                VACUUM;
                --rollback DROP TABLE t2;
                """);

    run(revisions, Request.upgrade("head")).orThrow();

    assertThat(local.tables()).containsExactly("t1", "t2");
    assertThat(local.query("SELECT count(*) FROM athanor_journal_statement")).containsExactly("0");
  }

  @Test
  void whatRefusesATransactionIsToldSo() {
    var outcome =
        run(new Revisions().revision("r001", "", "VACUUM;", "VACUUM;"), Request.upgrade("head"));

    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> assertThat(error.message()).contains("runInTransaction:false"));
  }

  @Test
  void aChangeThatLiquibaseWouldMakeWithACopyOfTheTableIsRefusedBeforeAnythingRuns() {
    var revisions =
        Revisions.line(1)
            .file(
                "y002.yaml",
                """
                # revision: y002
                # down-revision: r001
                databaseChangeLog:
                - changeSet:
                    id: '1'
                    author: test
                    changes:
                    - addColumn:
                        tableName: t1
                        columns:
                        - column: {name: total, type: int}
                """);

    var outcome = run(revisions, Request.upgrade("head"));

    assertThat(outcome.error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
              assertThat(error.message()).contains("y002.yaml", "line 5", "ALTER TABLE");
            });
    assertThat(local.tables()).isEmpty();
  }

  @Test
  void foreignKeysThatARevisionSwitchesOffAreOnAgainForTheNext() {
    var on = new LocalDatabase(local.url() + "?foreign_keys=on");
    var revisions =
        Revisions.line(1)
            .file(
                "r002.sql",
                """
                --liquibase formatted sql
                -- revision: r002
                -- down-revision: r001
                --changeset test:1 runInTransaction:false
                PRAGMA foreign_keys = OFF;
                CREATE TABLE t2 (id int REFERENCES t1 (id));
                --rollback DROP TABLE t2;
                """)
            .revision(
                "r003",
                "r002",
                "CREATE TABLE p (id int PRIMARY KEY);\n"
                    + "CREATE TABLE c (id int REFERENCES p (id));\nINSERT INTO c VALUES (9);",
                "DROP TABLE c;");

    assertThat(run(on, revisions, Request.upgrade("head")).error())
        .hasValueSatisfying(
            error -> assertThat(error.message()).contains("FOREIGN KEY constraint failed"));
  }

  @Test
  void aDatabaseInMemoryIsRefused() {
    assertThat(
            run(
                    new LocalDatabase("jdbc:sqlite::memory:"),
                    Revisions.line(1),
                    Request.upgrade("head"))
                .error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
              assertThat(error.message()).contains("jdbc:sqlite:shop.db");
            });
  }

  @Test
  void aFolderThatIsNotThereIsUnreachable() {
    refused(
        ConnectionSettings.of("jdbc:sqlite:" + folder.resolve("no/shop.db")),
        Reason.DATABASE_UNREACHABLE,
        "no/shop.db cannot be opened");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    var file = Files.writeString(folder.resolve("text.db"), "This is no database. ".repeat(100));

    refused(
        ConnectionSettings.of("jdbc:sqlite:" + file),
        Reason.INVALID_CONFIGURATION,
        "text.db is not a SQLite database");
  }

  @Test
  void aSchemaIsRefused() {
    refused(local.settings().withSchema("shop"), Reason.INVALID_CONFIGURATION, "no schema 'shop'");
  }

  @Test
  void aLimitForStatementsIsRefused() {
    refused(
        local.settings().withStatementTimeout(Duration.ofSeconds(1)),
        Reason.INVALID_CONFIGURATION,
        "--statement-timeout");
  }

  private static void refused(ConnectionSettings settings, Reason reason, String what) {
    assertThatThrownBy(
            () -> {
              try (var database = Database.open(settings)) {
                Migrator.current(database);
              }
            })
        .isInstanceOfSatisfying(
            AthanorException.class, error -> assertThat(error.reason()).isEqualTo(reason))
        .hasMessageContaining(what);
  }
}
