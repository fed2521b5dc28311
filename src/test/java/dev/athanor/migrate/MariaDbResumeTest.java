package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.MariaDb;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a run on MariaDB stopped in the middle of a revision, the next one goes on. */
class MariaDbResumeTest {
  private final MariaDb mariaDb = MariaDb.freshDatabase();
  private final List<String> warnings = new ArrayList<>();

  private Outcome upgrade(String sql) {
    return upgrade(new Revisions().revision("aaaa", "", sql, "DROP TABLE IF EXISTS t;"));
  }

  private Outcome upgrade(Revisions revisions) {
    var progress =
        new Progress() {
          @Override
          public void warning(String text) {
            warnings.add(text);
          }
        };
    try (var database = Database.open(mariaDb.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), progress)
          .run(Request.upgrade("head").withTerms(Terms.NONE.withOnNotEmpty(OnNotEmpty.ACCEPT)));
    }
  }

  private static AthanorException error(Outcome outcome) {
    return outcome.error().orElseThrow();
  }

  @Test
  void afterAFailureTheNextRunGoesOnAtTheStatementThatFailed() {
    var sql =
        """
        CREATE TABLE t (id int PRIMARY KEY, n int);
        INSERT INTO t VALUES (1, 0);
        UPDATE t SET n = n + 1;
        ALTER TABLE t ADD COLUMN a int;
        INSERT INTO missing VALUES (1);
        UPDATE t SET n = n + 10;
        """;
    var failed = error(upgrade(sql));
    assertThat(failed.reason()).isEqualTo(Reason.SQL_FAILED);
    assertThat(failed.line()).isEqualTo(9);
    assertThat(failed.message()).doesNotContain("conn=");
    assertThat(mariaDb.query("SELECT count(*) FROM athanor_version")).containsExactly("0");

    mariaDb.execute("CREATE TABLE missing (id int)");
    upgrade(sql).orThrow();
    assertThat(mariaDb.query("SELECT n FROM t")).containsExactly("11");
    assertThat(mariaDb.query("SELECT count(*) FROM missing")).containsExactly("1");
    assertThat(mariaDb.query("SELECT count(*) FROM athanor_journal_statement"))
        .containsExactly("0");
  }

  @Test
  void rowsBetweenTwoDdlStatementsAreOneTransaction() {
    var failed =
        upgrade(
            "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\nINSERT INTO missing VALUES (1);");

    assertThat(failed.error()).isPresent();
    assertThat(mariaDb.query("SELECT count(*) FROM t")).containsExactly("0");
  }

  @Test
  void ddlThatWasBegunAndIsDoneIsNotRunAgain() {
    mariaDb.execute(
        "CREATE TABLE o (id int)", "CREATE TABLE g (id int)", "CREATE TABLE h (id int)");
    for (var sql :
        List.of(
            "ALTER TABLE o ADD COLUMN a int",
            "CREATE INDEX o_id ON o (id)",
            "DROP INDEX o_id ON o",
            "CREATE TRIGGER tr BEFORE INSERT ON o FOR EACH ROW SET NEW.a = 1",
            "DROP TRIGGER tr",
            "CREATE VIEW v AS SELECT * FROM o",
            "CREATE PROCEDURE p() SELECT 1",
            "CREATE FUNCTION f() RETURNS int RETURN 1",
            "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
            "CREATE SEQUENCE s",
            "DROP TABLE g, h",
            "RENAME TABLE o TO t")) {
      beganFirst(sql);
      mariaDb.execute(sql);

      var outcome = upgrade(sql + ";");
      assertThat(outcome.error().map(AthanorException::message)).as(sql).isEmpty();
      mariaDb.execute("DELETE FROM athanor_version");
    }
  }

  @Test
  void severalTablesOfWhichOnlySomeAreDroppedAreForAPerson() {
    mariaDb.execute("CREATE TABLE g (id int)", "CREATE TABLE h (id int)");
    beganFirst("DROP TABLE g, h");
    mariaDb.execute("DROP TABLE g");

    assertThat(error(upgrade("DROP TABLE g, h;")).reason()).isEqualTo(Reason.NEEDS_DECISION);
  }

  @Test
  void ddlThatWasBegunAndIsNotDoneIsRunAgain() {
    mariaDb.execute("CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY)");
    var sql = "ALTER TABLE t ADD COLUMN a int;\nINSERT INTO missing VALUES (1);";
    assertThat(upgrade(sql).error()).isPresent();
    mariaDb.execute("ALTER TABLE t DROP COLUMN a");
    beganWith("ALTER TABLE t ADD COLUMN a int");
    // rows move the counter that SHOW CREATE TABLE shows: no change
    mariaDb.execute("INSERT INTO t VALUES (), ()", "CREATE TABLE missing (id int)");

    upgrade(sql).orThrow();
    assertThat(mariaDb.query("SHOW COLUMNS FROM t")).containsExactly("id", "a");
  }

  /** Sets the mark that a runner sets before it runs the revision's first statement. */
  private void beganWith(String sql) {
    mariaDb.execute("DELETE FROM athanor_journal_statement");
    try (var database = Database.open(mariaDb.settings());
        var session = database.session("test")) {
      var dialect = session.dialect();
      var names = dialect.traits(dialect.syntax(), sql).names();
      var fingerprint = session.query(() -> dialect.fingerprint(session.connection(), names));
      new dev.athanor.database.StatementMarks(session, session.tables(), "aaaa", "UPGRADE")
          .set(
              0,
              dev.athanor.database.StatementMark.State.RUNNING,
              "aaaa.sql, line 5",
              sql,
              fingerprint,
              Clock.systemUTC().instant());
    }
  }

  @Test
  void whatCannotBeSeenIsForAPersonToSettle() {
    mariaDb.execute("CREATE TABLE t (id int)", "CREATE PROCEDURE p() INSERT INTO t VALUES (1)");
    for (var sql :
        List.of("TRUNCATE TABLE t", "CALL p()", "REVOKE SELECT ON t FROM root@127.0.0.1")) {
      beganFirst(sql);
      var doubt = error(upgrade(sql + ";"));
      assertThat(doubt.reason()).as(sql).isEqualTo(Reason.NEEDS_DECISION);
      assertThat(doubt.line()).isEqualTo(5);
      assertThat(doubt.message()).contains("athanor resolve --done", "athanor resolve --retry");
    }
    assertThat(mariaDb.query("SELECT count(*) FROM t")).containsExactly("0");
  }

  private void beganFirst(String sql) {
    try (var database = Database.open(mariaDb.settings());
        var session = database.session("test")) {
      dev.athanor.database.StatementMarks.ensure(session, session.tables());
    }
    beganWith(sql);
  }

  @Test
  void rowsInATableWithoutTransactionsAreMarkedBeforeAndAfter() {
    mariaDb.execute(
        "CREATE TABLE m (id int PRIMARY KEY) ENGINE=MyISAM",
        "CREATE TABLE i (id int)",
        "CREATE TRIGGER i_m AFTER INSERT ON i FOR EACH ROW INSERT INTO m VALUES (NEW.id)");
    for (var sql : List.of("INSERT INTO m VALUES (7), (8), (7)", "INSERT INTO i VALUES (1), (1)")) {
      assertThat(error(upgrade(sql + ";")).reason()).as(sql).isEqualTo(Reason.SQL_FAILED);
      // it has failed, and a part of it stays: not to be run again unasked
      assertThat(error(upgrade(sql + ";")).reason()).as(sql).isEqualTo(Reason.NEEDS_DECISION);
      mariaDb.execute("DELETE FROM athanor_journal_statement");
    }
  }

  @Test
  void settingsAreMadeAgainByTheRunThatGoesOn() {
    var sql =
        """
        CREATE TABLE p (id int PRIMARY KEY);
        SET group_concat_max_len = 77;
        INSERT INTO p VALUES (1);
        SET @old = @@foreign_key_checks, foreign_key_checks = 0;
        CREATE TABLE t (id int, FOREIGN KEY (id) REFERENCES p (id));
        INSERT INTO missing VALUES (1);
        CREATE TABLE u (id int);
        INSERT INTO t VALUES (5);
        SET foreign_key_checks = @old;
        CREATE TABLE v AS SELECT @@group_concat_max_len n;
        """;
    assertThat(upgrade(sql).error()).isPresent();
    mariaDb.execute("CREATE TABLE missing (id int)");

    upgrade(sql).orThrow();
    assertThat(mariaDb.query("SELECT id FROM t")).containsExactly("5");
    assertThat(mariaDb.query("SELECT n FROM v")).containsExactly("77");
  }

  @Test
  void theRoleThatARevisionTakesLastsToItsEnd() {
    mariaDb.execute("CREATE OR REPLACE ROLE ddl", "GRANT ddl TO CURRENT_USER");
    upgrade(
            """
            SET ROLE ddl;
            CREATE TABLE t (id int);
            INSERT INTO t VALUES (1);
            CREATE TABLE seen AS SELECT CURRENT_ROLE() AS role;
            """)
        .orThrow();
    assertThat(mariaDb.query("SELECT role FROM seen")).containsExactly("ddl");
    mariaDb.execute("DROP ROLE ddl");
  }

  @Test
  void aSettingIsNotTheNextRevisions() {
    var revisions =
        new Revisions()
            .revision(
                "aaaa",
                "",
                "CREATE TABLE p (id int PRIMARY KEY); SET group_concat_max_len = 4;",
                "")
            .revision("bbbb", "aaaa", "CREATE TABLE t AS SELECT @@group_concat_max_len n;", "");
    upgrade(revisions).orThrow();
    assertThat(mariaDb.query("SELECT n = @@group_concat_max_len FROM t")).containsExactly("1");
  }

  @Test
  void whatIsComputedFromRowsStaysWithWhatUsesIt() {
    var sql =
        """
        CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, n int);
        CREATE TABLE c (t int);
        INSERT INTO t (n) VALUES (1);
        SET @id = LAST_INSERT_ID();
        INSERT INTO c VALUES (@id), (LAST_INSERT_ID());
        SET @s = (SELECT IF(count(*) = 1, 'ALTER TABLE t ADD COLUMN a int', 'SELECT 1') FROM t);
        PREPARE st FROM @s;
        EXECUTE st;
        DEALLOCATE PREPARE st;
        CREATE TEMPORARY TABLE tmp (id int);
        INSERT INTO tmp VALUES (9);
        INSERT INTO c SELECT id FROM tmp;
        """;
    upgrade(sql).orThrow();
    assertThat(mariaDb.query("SELECT t FROM c ORDER BY 1")).containsExactly("1", "1", "9");
    assertThat(mariaDb.query("SHOW COLUMNS FROM t")).containsExactly("id", "n", "a");
  }

  @Test
  void whatACutOffRunCouldNotHaveIsRefusedBeforeAnythingRuns() {
    var sql =
        """
        CREATE TABLE t (id int);
        INSERT INTO t VALUES (1);
        SET @n = (SELECT count(*) FROM t);
        CREATE TABLE u (id int);
        INSERT INTO u VALUES (@n);
        """;
    var refused = error(upgrade(sql));
    assertThat(refused.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(refused.line()).isEqualTo(9);
    assertThat(refused.message()).contains("@n is what line 7 left in the session");
    assertThat(mariaDb.tables()).isEmpty();
  }

  @Test
  void whatWasDoneMayNotBeEditedAwayInTheMiddle() {
    var sql =
        "CREATE TABLE t (id int);\nINSERT INTO t VALUES (1);\nCREATE TABLE missing.x (id int);";
    assertThat(upgrade(sql).error()).isPresent();

    var edited = error(upgrade("CREATE TABLE early (id int);\n" + sql));
    assertThat(edited.reason()).isEqualTo(Reason.REVISION_EDITED);
    assertThat(edited.message()).contains("CREATE TABLE t (id int)");
    assertThat(mariaDb.tables()).containsExactly("t");

    upgrade(sql.replace("missing.x", "x")).orThrow();
    assertThat(mariaDb.query("SELECT count(*) FROM t")).containsExactly("1");
  }

  @Test
  void preconditionsOfAChangesetAlreadyBegunAreNotAskedAgain() {
    var revisions =
        new Revisions()
            .file(
                "aaaa.sql",
                """
                --liquibase formatted sql
                -- revision: aaaa
                --changeset test:1
                --preconditions onFail:HALT
                --precondition-sql-check expectedResult:0 SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 't'
                CREATE TABLE t (id int);
                INSERT INTO missing VALUES (1);
                --rollback DROP TABLE t;
                --changeset test:2
                --preconditions onFail:MARK_RAN
                --precondition-sql-check expectedResult:1 SELECT 0
                CREATE TABLE never (id int);
                --rollback empty
                """);
    assertThat(upgrade(revisions).error()).isPresent();
    mariaDb.execute("CREATE TABLE missing (id int)");

    upgrade(revisions).orThrow();
    assertThat(mariaDb.tables()).containsExactly("missing", "t");
  }

  @Test
  void routinesDelimitersAndCommentsOfADumpRunAsTheClientWouldRunThem() {
    upgrade(
            """
            /*!40101 SET NAMES utf8mb4 */;
            CREATE TABLE t (a varchar(20), n int); # the table
            DELIMITER //
            /*!50003 CREATE*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.n = 1; SET NEW.n = NEW.n + 1; END */ //
            CREATE FUNCTION f() RETURNS int DETERMINISTIC BEGIN DECLARE x int DEFAULT 3; RETURN x; END //
            DELIMITER ;
            INSERT INTO t (a) VALUES ('it\\'s; \\\\'), ("q\\"x");
            """)
        .orThrow();
    assertThat(mariaDb.query("SELECT concat(a, n, f()) FROM t"))
        .containsExactly("it's; \\23", "q\"x23");
  }

  @Test
  void generatedChangesRunToo() {
    upgrade(
            new Revisions()
                .file(
                    "aaaa.yaml",
                    """
                    # revision: aaaa
                    databaseChangeLog:
                      - changeSet:
                          id: 1
                          author: test
                          changes:
                            - createTable:
                                tableName: t
                                columns:
                                  - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true}}
                                  - column: {name: b, type: boolean}
                            - addColumn: {tableName: t, columns: [{column: {name: c, type: varchar(10)}}]}
                            - insert: {tableName: t, columns: [{column: {name: c, value: x}}]}
                    """))
        .orThrow();
    assertThat(mariaDb.query("SELECT c FROM t")).containsExactly("x");
  }
}
