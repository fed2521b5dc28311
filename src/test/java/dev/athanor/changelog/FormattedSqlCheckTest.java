package dev.athanor.changelog;

import static dev.athanor.changelog.Given.assertRefused;
import static dev.athanor.changelog.Given.formatted;
import static dev.athanor.changelog.Given.sql;
import static dev.athanor.changelog.Given.texts;
import static dev.athanor.error.Reason.FORBIDDEN_CHANGE;
import static dev.athanor.error.Reason.INVALID_CHANGELOG;
import static dev.athanor.error.Reason.INVALID_HEADER;
import static dev.athanor.error.Reason.MISSING_ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormattedSqlCheckTest {

  private static SqlChangeSet only(String body) {
    var file = formatted(body);
    FileCheck.check(file);
    var list = SqlChangeSets.of(file).list();
    assertThat(list).hasSize(1);
    return list.getFirst();
  }

  @Test
  void aChangeSetHasItsAttributesStatementsAndRollbackWithTheirLines() {
    var changeSet =
        only(
            """
            --changeset ann smith:"add it" runInTransaction:false context:"a and b" labels:x
            --comment adds it
            CREATE TABLE t (a int);

            INSERT INTO t VALUES (1);
            --rollback DELETE FROM t;
            --rollback DROP TABLE t;
            """);
    assertThat(changeSet.author()).isEqualTo("ann smith");
    assertThat(changeSet.id()).isEqualTo("add it");
    assertThat(changeSet.line()).isEqualTo(3);
    assertThat(changeSet.runInTransaction()).isFalse();
    assertThat(changeSet.attributes()).containsEntry("context", "a and b");
    assertThat(changeSet.statements())
        .containsExactly(
            new Statement("CREATE TABLE t (a int)", 5),
            new Statement("INSERT INTO t VALUES (1)", 7));
    assertThat(changeSet.rollback())
        .isInstanceOfSatisfying(
            Rollback.Sql.class,
            rollback ->
                assertThat(rollback.statements())
                    .containsExactly(
                        new Statement("DELETE FROM t", 8), new Statement("DROP TABLE t", 9)));
  }

  @Test
  void aMultiLineRollbackKeepsItsLinesApart() {
    var changeSet =
        only(
            """
            --changeset ann:1
            CREATE TABLE t (a int);
            /* liquibase rollback
              DROP TABLE -- the table
              t;
            DROP TABLE u; */
            """);
    assertThat(changeSet.rollback())
        .isInstanceOfSatisfying(
            Rollback.Sql.class,
            rollback ->
                assertThat(rollback.statements())
                    .containsExactly(
                        new Statement("DROP TABLE -- the table\n  t", 6),
                        new Statement("DROP TABLE u", 8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "EMPTY", "empty;", "not required", "not required as it is data"})
  void aRollbackThatDoesNothingIsOne(String nothing) {
    var body = "--changeset ann:1\nSELECT 1;\n--rollback " + nothing;
    assertThat(only(body).rollback()).isInstanceOf(Rollback.Nothing.class);
    assertThat(FileCheck.hasRollback(formatted(body))).isTrue();
  }

  @Test
  void aRollbackMayBeAnEarlierChangeSet() {
    var file =
        formatted(
            """
            --changeset ann:1
            CREATE VIEW v AS SELECT 1;
            --rollback DROP VIEW v;
            --changeset ann:2
            CREATE OR REPLACE VIEW v AS SELECT 2;
            --rollback changesetId:1 changesetAuthor:ann
            """);
    assertThat(FileCheck.check(file)).isEmpty();
    assertThat(SqlChangeSets.of(file).find("ann", "2").orElseThrow().rollback())
        .isEqualTo(new Rollback.OfChangeSet("ann", "1"));
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "no changeset bob:7",
        formatted("--changeset ann:1\nSELECT 1;\n--rollback changesetId:7 changesetAuthor:bob\n"));
  }

  @Test
  void aReferenceThatLiquibaseCannotFindIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        8,
        "logicalFilePath",
        sql(
            """
            --liquibase formatted sql logicalFilePath:shop
            -- revision: a1
            --changeset ann:1
            SELECT 1;
            --rollback empty
            --changeset ann:2
            SELECT 2;
            --rollback changesetId:1 changesetAuthor:ann
            """));
  }

  @Test
  void noRollbackIsAWarningAndBeforeADowngradeAnError() {
    var file =
        formatted(
            """
            --changeset ann:1
            SELECT 1;
            --rollback empty
            --changeset ann:2
            SELECT 2;
            """);
    assertThat(FileCheck.hasRollback(file)).isFalse();
    assertThat(FileCheck.check(file))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.line()).isEqualTo(6);
              assertThat(warning.message()).contains("no rollback");
            });
    assertRefused(MISSING_ROLLBACK, 6, "--rollback empty", () -> FileCheck.requireRollback(file));
  }

  @Test
  void aFileWithoutChangeSetsIsAMergeThatDoesNothing() {
    assertThat(FileCheck.check(formatted(""))).isEmpty();
    assertThat(FileCheck.hasRollback(formatted("-- nothing to do"))).isTrue();
  }

  @Test
  void endDelimiterAndSplitStatementsAreHonoured() {
    assertThat(
            texts(
                only("--changeset a:1 endDelimiter://\nSELECT 1; SELECT 2//\nSELECT 3//\n")
                    .statements()))
        .containsExactly("SELECT 1; SELECT 2", "SELECT 3");
    assertThat(
            texts(
                only("--changeset a:1 splitStatements:false\n-- c\nSELECT 1;\nSELECT 2;\n")
                    .statements()))
        .containsExactly("SELECT 1;\nSELECT 2;");
    assertThat(
            only("--changeset a:1 rollbackEndDelimiter:/\nSELECT 1;\n--rollback a;\n--rollback /\n--rollback b")
                .rollback())
        .isInstanceOfSatisfying(
            Rollback.Sql.class,
            rollback -> assertThat(texts(rollback.statements())).containsExactly("a;", "b"));
  }

  @Test
  void linesToBeIgnoredAreAndStillCount() {
    assertThat(
            only("""
                    --changeset ann:1
                    --ignoreLines:start
                    COMMIT;
                    --ignoreLines:end
                    SELECT 1;
                    --ignoreLines:1
                    ROLLBACK;
                    SELECT 2;
                    """)
                .statements())
        .containsExactly(new Statement("SELECT 1", 7), new Statement("SELECT 2", 10));
  }

  @Test
  void textAboveLiquibasesLineIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        1,
        "one changeset without rollback",
        sql("-- revision: a1\n--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n"));
  }

  @Test
  void sqlAboveTheFirstChangeSetIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "drops SQL above the first --changeset",
        formatted("/* a */\nSELECT 1;\n--changeset ann:1\nSELECT 2;\n"));
  }

  @Test
  void aDirectiveAboveTheFirstChangeSetIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "belongs to none",
        formatted("--rollback SELECT 1;\n--changeset a:1\n"));
  }

  @Test
  void aHeaderKeyBelowTheHeaderIsRefused() {
    assertRefused(
        INVALID_HEADER,
        4,
        "belongs into the header",
        formatted("--changeset ann:1\n-- down-revision: b\nSELECT 1;\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runInTransactoin:false",
        "splitStatement:false",
        "onValidationFail:HALT",
        "objectQuotingStrategy:LEGACY",
        "runInTransaction",
        "runInTransaction:flase",
        "runInTransaction: false",
        "stray",
        "context:a and b",
        "dbms:\"postgresql\"",
        "dbms:postgresql, oracle",
        "labels:a labels:b",
        "endDelimiter:\\s*GO",
        "endDelimiter:"
      })
  void anAttributeThatLiquibaseWouldPassOverIsRefused(String attribute) {
    assertRefused(
        INVALID_CHANGELOG, 3, "", formatted("--changeset ann:1 " + attribute + "\nSELECT 1;\n"));
  }

  @Test
  void aMisspeltAttributeIsRefusedWithTheRightOne() {
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "did you mean runInTransaction?",
        formatted("--changeset ann:1 runInTransactoin:false\nSELECT 1;\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rolback DROP TABLE t;",
        "-- rollbck DROP TABLE t;",
        "--roll-back DROP TABLE t;",
        "--rollback",
        "--rollback: DROP TABLE t;",
        "--rollback\tDROP TABLE t;",
        "-rollback DROP TABLE t;",
        "--changset ann:2",
        "--change-set ann:2",
        "--changeset:ann:2",
        "--precondition onFail:HALT",
        "--precondtions onFail:HALT",
        "--precondition-sql-check",
        "--ignoreLine:2",
        "--ignoreLines:start here",
        "--ignore-lines:2",
        "--validChecksums: 1:any",
        "--propertyy name:x value:y",
        "--comments on this",
        "-comment this",
        "/* liquibase rolback",
        "/* liquibase rollback DROP TABLE t; */"
      })
  void aDirectiveThatLiquibaseWouldPassOverIsRefused(String directive) {
    var close = directive.startsWith("/*") && !directive.endsWith("*/") ? "\nx */" : "";
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "",
        formatted("--changeset ann:1\nSELECT 1;\n" + directive + close + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- changes to the orders",
        "-- changed: by ann",
        "-- callback table",
        "-- properly quoted",
        "-- content of t",
        "-- roll it back by hand",
        "-- condition: none",
        "-- the rollback is below",
        "-- liquibase would do this otherwise",
        "------------- changeset 7",
        "-- ignore this"
      })
  void ordinaryCommentsAreNone(String comment) {
    assertThat(texts(only("--changeset ann:1\n" + comment + "\nSELECT 1;\n").statements()))
        .containsExactly("SELECT 1");
  }

  @Test
  void aDirectiveInsideAStringIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "out of the string or body",
        formatted("--changeset ann:1\nSELECT $$\n-- rollback x\n$$;\n"));
    assertThat(texts(only("--changeset ann:1\nSELECT '\n--rolback x\n';\n").statements()))
        .containsExactly("SELECT '\n--rolback x\n'");
  }

  @Test
  void aChangeSetWithoutAnySqlIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "no SQL in this changeset",
        formatted("--changeset ann:1\n--rollback DROP TABLE t;\n"));
  }

  @Test
  void theSameChangeSetTwiceIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "twice, first on line 3",
        formatted("--changeset ann:1\nSELECT 1;\n--changeset ann:1\nSELECT 2;\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--precondition-sqlcheck expectedResult:0 SELECT 1",
        "--precondition-sql-check SELECT",
        "--precondition-table-exists t",
        "--precondition-table-exists table:t shcema:s",
        "--preconditions onFail:STOP",
        "--preconditions onFial:HALT",
        "--precondition-table-exists table:t\n--preconditions onFail:HALT"
      })
  void aPreconditionThatLiquibaseMisreadsIsRefused(String precondition) {
    var line = 4 + (int) precondition.chars().filter(c -> c == '\n').count();
    assertRefused(
        INVALID_CHANGELOG,
        line,
        "",
        formatted("--changeset ann:1\n" + precondition + "\nSELECT 1;\n"));
  }

  @Test
  void preconditionsAreUnderstood() {
    only(
        """
        --changeset ann:1
        --preconditions onFail:MARK_RAN onError:HALT
        --precondition-sql-check expectedResult:0 SELECT count(*) FROM t
        --precondition-table-exists schema:s table:t
        --precondition-view-exists view:v
        SELECT 1;
        """);
  }

  @Test
  void anotherProgramIsForbidden() {
    assertRefused(
        FORBIDDEN_CHANGE, 3, "runWith", formatted("--changeset ann:1 runWith:psql\nSELECT 1;\n"));
  }

  @Test
  void aPlaceholderThatNothingDefinesIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "nothing defines ${schema}",
        formatted("--changeset ann:1\nSELECT 1\n FROM ${schema}.t;\n"));
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "nothing defines ${x}",
        formatted("--changeset ann:1\nSELECT 1;\n--rollback SELECT '${x}';\n"));
    only(
        """
        --property name:schema value:shop dbms:postgresql
        --changeset ann:1
        SELECT 1 FROM ${schema}.t; -- ${anything}
        --rollback SELECT '${schema}';
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name:x",
        "name:x value:two words",
        "name:x value:y unknown:z",
        "nam:x value:y",
        "name:x value:${y}"
      })
  void aPropertyThatLiquibaseMisreadsIsRefused(String property) {
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "",
        formatted("--property " + property + "\n--changeset ann:1\nSELECT 1;\n"));
  }

  @Test
  void unclosedMultiLineFormsAreRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "no line that ends",
        formatted("--changeset ann:1\nSELECT 1;\n/* liquibase rollback\nDROP\n"));
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "no --ignoreLines:end",
        formatted("--changeset ann:1\n--ignoreLines:start\nSELECT 1;\n"));
    assertRefused(
        INVALID_CHANGELOG,
        6,
        "end it early",
        formatted(
            "--changeset ann:1\nSELECT 1;\n/* liquibase rollback\nDROP TABLE t; /* a */\nDROP\n*/\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty_all()", "not requiredx", "empty\n--rollback DROP TABLE t", " "})
  void aRollbackThatLiquibaseTakesForNoneIsRefused(String rollback) {
    assertRefused(
        INVALID_CHANGELOG,
        5,
        "",
        formatted("--changeset ann:1\nSELECT 1;\n--rollback " + rollback + "\n"));
  }

  @Test
  void aChangeSetThatWantsToRunAgainIsWarnedAbout() {
    assertThat(
            FileCheck.check(
                formatted("--changeset ann:1 runOnChange:true\nSELECT 1;\n--rollback empty\n")))
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).contains("runs once"));
  }
}
