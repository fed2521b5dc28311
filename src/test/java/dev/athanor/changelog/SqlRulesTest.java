package dev.athanor.changelog;

import static dev.athanor.changelog.Given.assertRefused;
import static dev.athanor.changelog.Given.formatted;
import static dev.athanor.changelog.Given.shortForm;
import static dev.athanor.error.Reason.INVALID_CHANGELOG;
import static dev.athanor.error.Reason.TRANSACTION_CONTROL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin work",
        "BEGIN TRANSACTION",
        "START TRANSACTION",
        "COMMIT",
        "COMMIT AND CHAIN",
        "END",
        "ABORT",
        "ROLLBACK",
        "ROLLBACK TO SAVEPOINT a",
        "ROLLBACK TO a",
        "SAVEPOINT a",
        "RELEASE a",
        "PREPARE TRANSACTION 'a'",
        "COMMIT PREPARED 'a'",
        "SET TRANSACTION READ ONLY",
        "SET LOCAL TRANSACTION READ ONLY",
        "/* sly */ COMMIT",
        "SET autocommit = 0",
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SET transaction_read_only = on",
        "SET LOCAL transaction_isolation TO 'serializable'",
        "XA START 'a'",
        "LOCK TABLES t READ",
        "DISCARD ALL"
      })
  void transactionControlIsRefusedEverywhere(String statement) {
    assertRefused(
        TRANSACTION_CONTROL,
        4,
        "",
        shortForm("-- upgrade\nSELECT 1;\n" + statement + ";\nSELECT 2;"));
    assertRefused(
        TRANSACTION_CONTROL, 4, "", shortForm("-- upgrade\n-- downgrade\n" + statement + ";\n"));
    assertRefused(
        TRANSACTION_CONTROL, 4, "", formatted("--changeset a:1\n" + statement + ";\nSELECT 1;\n"));
    assertRefused(
        TRANSACTION_CONTROL,
        5,
        "",
        formatted("--changeset a:1\nSELECT 1;\n--rollback " + statement + ";\n"));
    assertRefused(
        TRANSACTION_CONTROL,
        5,
        "",
        formatted("--changeset a:1 splitStatements:false\nSELECT 1;\n" + statement + ";\n"));
    assertRefused(
        TRANSACTION_CONTROL,
        5,
        "",
        formatted("--changeset a:1 endDelimiter://\nSELECT 1;\n" + statement + ";\n//\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'COMMIT;', $$ COMMIT; $$",
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $body$ BEGIN COMMIT; END; $body$",
        "DO $do$ BEGIN PERFORM 1; END $do$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END",
        "-- COMMIT;\nSELECT 1",
        "/* COMMIT; */ SELECT 1",
        "SET LOCAL lock_timeout = '5s'",
        "SET client_encoding = 'UTF8'",
        "SET NAMES 'utf8'",
        "SET DateStyle TO ISO, DMY",
        "SET standard_conforming_strings = on",
        "ALTER ROLE app SET client_encoding = 'LATIN1'",
        "SET CONSTRAINTS ALL DEFERRED",
        "PREPARE q AS SELECT 1",
        "LOCK TABLE t IN SHARE MODE",
        "CREATE TABLE begin (commit int)",
        "CREATE TRIGGER t AFTER INSERT ON x FOR EACH ROW EXECUTE FUNCTION f()",
        "SELECT E'\\\\c'",
        "COPY t TO '/tmp/x'",
        "SELECT 4 / 2, go FROM t"
      })
  void whatOnlyLooksLikeItIsAllowed(String statement) {
    assertThat(FileCheck.check(shortForm("-- upgrade\n" + statement + ";\n-- downgrade empty\n")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\connect other",
        "\\i more.sql",
        "COPY t FROM STDIN",
        "COPY t (a) FROM stdin WITH CSV",
        "COPY t TO STDOUT",
        "DELIMITER //",
        "SELECT 1\n/\nSELECT 2",
        "SELECT 1\nGO\nSELECT 2"
      })
  void whatNeedsAClientIsRefused(String statement) {
    int line = statement.contains("\n") ? 4 : 3;
    assertRefused(INVALID_CHANGELOG, line, "", shortForm("-- upgrade\n" + statement + ";\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET client_encoding = 'LATIN1'",
        "SET client_encoding TO sql_ascii",
        "SET NAMES 'latin1'",
        "SET SESSION DateStyle = 'German'",
        "SET LOCAL datestyle to sql, dmy",
        "SET standard_conforming_strings = off"
      })
  void whatTheDriverGivesUpForOrFilesAreNotReadAsIsRefused(String statement) {
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "Leave it out",
        shortForm("-- upgrade\nSELECT 1;\n" + statement + ";"));
  }

  @Test
  void dataOfPgDumpIsRefusedAsThatWhateverIsInIt() {
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "pg_dump --inserts",
        shortForm("-- upgrade\nCOPY t (a) FROM stdin;\nO'Brien (\n\\.\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a",
        "SELECT E'a\\'",
        "SELECT \"a",
        "SELECT $a$ b $b$",
        "SELECT /* /* */",
        "SELECT (1",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1"
      })
  void whatIsNeverClosedIsRefused(String statement) {
    assertRefused(
        INVALID_CHANGELOG, 3, "", shortForm("-- upgrade\n" + statement + ";\nSELECT 2;\n"));
  }

  @Test
  void aBodyBetweenOtherDelimitersMayHoldWhatItLikes() {
    assertThat(
            FileCheck.check(
                formatted(
                    """
                    --changeset a:1 endDelimiter:$$
                    CREATE PROCEDURE p() BEGIN START TRANSACTION; COMMIT; END$$
                    --rollback DROP PROCEDURE p;
                    """)))
        .isEmpty();
  }
}
