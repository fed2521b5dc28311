package dev.athanor.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What T-SQL and PL/SQL have between two delimiters goes to the server as one. */
class BatchTest {
  private static List<String> read(String delimiter, String body) {
    var text =
        "--liquibase formatted sql\n-- revision: r1\n--changeset t:1 endDelimiter:%s\n%s\n--rollback empty\n"
            .formatted(delimiter, body);
    var file =
        RevisionFile.of("r1.sql", "r1.sql", text.getBytes(StandardCharsets.UTF_8))
            .orElseThrow()
            .in(SqlSyntax.BATCHES);
    FileCheck.check(file);
    return SqlChangeSets.of(file).find("t", "1").orElseThrow().statements().stream()
        .map(Statement::text)
        .toList();
  }

  @Test
  void whatIsBetweenTwoGoIsOne() {
    assertThat(
            read(
                "GO",
                "DECLARE @n int = 1;\nIF @n = 1\nBEGIN\n  CREATE TABLE t (id int);\nEND\nGO\nSELECT 1\nGO"))
        .containsExactly(
            "DECLARE @n int = 1;\nIF @n = 1\nBEGIN\n  CREATE TABLE t (id int);\nEND", "SELECT 1");
  }

  @Test
  void aBlockOfPlSqlKeepsItsSemicolons() {
    assertThat(
            read(
                "/",
                "DECLARE n number;\nBEGIN\n  n := 4 / 2;\nEND;\n/\nCREATE GLOBAL TEMPORARY TABLE t (id int) ON COMMIT PRESERVE ROWS\n/"))
        .containsExactly(
            "DECLARE n number;\nBEGIN\n  n := 4 / 2;\nEND;",
            "CREATE GLOBAL TEMPORARY TABLE t (id int) ON COMMIT PRESERVE ROWS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1) COMMIT",
        "BEGIN TRAN; INSERT INTO t VALUES (1)",
        "IF 1 = 1 begin rollback end",
        "SAVE TRANSACTION x"
      })
  void whatControlsTheTransactionIsFoundWhereverItStands(String batch) {
    assertThatThrownBy(() -> read("GO", batch))
        .isInstanceOfSatisfying(
            AthanorException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.TRANSACTION_CONTROL));
  }

  @Test
  void whatARoutineWillDoWhenItIsCalledIsItsOwn() {
    assertThat(read("GO", "CREATE OR ALTER PROCEDURE p AS BEGIN TRAN; DELETE FROM t; COMMIT\nGO"))
        .hasSize(1);
  }
}
