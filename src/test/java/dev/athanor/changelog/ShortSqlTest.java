package dev.athanor.changelog;

import static dev.athanor.changelog.Given.assertRefused;
import static dev.athanor.changelog.Given.shortForm;
import static dev.athanor.error.Reason.INVALID_CHANGELOG;
import static dev.athanor.error.Reason.MISSING_ROLLBACK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortSqlTest {

  @Test
  void theSectionsHoldTheirStatementsWithTheirLines() {
    var sql =
        ShortSql.of(
            shortForm(
                """

                -- UPGRADE
                CREATE TABLE t (a int);
                --downgrade runInTransaction:false
                -- gone
                DROP TABLE t;
                """));
    assertThat(sql.upgrade().line()).isEqualTo(3);
    assertThat(sql.upgrade().runInTransaction()).isTrue();
    assertThat(sql.upgrade().statements())
        .containsExactly(new Statement("CREATE TABLE t (a int)", 4));
    var down = sql.downgrade().orElseThrow();
    assertThat(down.runInTransaction()).isFalse();
    assertThat(down.statements()).containsExactly(new Statement("DROP TABLE t", 7));
  }

  @Test
  void theDowngradeMayComeFirst() {
    var sql = ShortSql.of(shortForm("-- downgrade\nSELECT 2;\n-- upgrade\nSELECT 1"));
    assertThat(sql.upgrade().statements()).containsExactly(new Statement("SELECT 1", 5));
  }

  @Test
  void aMarkerInsideABodyIsNone() {
    var sql =
        ShortSql.of(shortForm("-- upgrade\nSELECT $$\n-- downgrade\n$$;\n/*\n-- upgrade\n*/"));
    assertThat(sql.downgrade()).isEmpty();
    assertThat(sql.upgrade().statements()).hasSize(1);
  }

  @Test
  void noDowngradeSectionIsAMissingRollback() {
    var file = shortForm("-- upgrade\nSELECT 1;\n");
    assertThat(FileCheck.hasRollback(file)).isFalse();
    assertThat(FileCheck.check(file)).hasSize(1);
    assertRefused(MISSING_ROLLBACK, 2, "-- downgrade empty", () -> FileCheck.requireRollback(file));
  }

  @Test
  void anEmptyDowngradeSectionIsARollbackThatDoesNothingAndIsWarnedAboutUnlessMeant() {
    var forgotten = shortForm("-- upgrade\nSELECT 1;\n-- downgrade\n");
    assertThat(FileCheck.hasRollback(forgotten)).isTrue();
    assertThat(FileCheck.check(forgotten))
        .singleElement()
        .satisfies(warning -> assertThat(warning.message()).contains("-- downgrade empty"));
    assertThat(FileCheck.check(shortForm("-- upgrade\nSELECT 1;\n-- downgrade empty\n"))).isEmpty();
  }

  @Test
  void aRevisionThatDoesNothingNeedsNoDowngrade() {
    assertThat(FileCheck.check(shortForm("-- upgrade\n"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-- +goose Up|-- upgrade",
        "-- +goose Down|-- downgrade",
        "-- +migrate Up notransaction|-- upgrade",
        "-- migrate:up|-- upgrade",
        "-- migrate:down transaction:false|-- downgrade",
        "-- Up Migration|-- upgrade",
        "-- down|-- downgrade",
        "-- @UNDO|-- downgrade",
        "-- +goose StatementBegin|need no marks",
        "-- +goose NO TRANSACTION|runInTransaction:false",
        "-- upgarde|did you mean upgrade?",
        "-- downgrad|did you mean downgrade?"
      })
  void anotherToolsMarkerIsRefusedWithOurs(String marker, String ours) {
    assertRefused(INVALID_CHANGELOG, 2, ours, shortForm(marker + "\nSELECT 1;\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-- update of t", "-- up to here", "-- upper case", "-- down there it is"})
  void ordinaryCommentsAreNone(String comment) {
    assertThat(
            FileCheck.check(
                shortForm("-- upgrade\n" + comment + "\nSELECT 1;\n-- downgrade empty")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- upgrade runInTransactoin:false",
        "-- upgrade runInTransaction:no",
        "-- upgrade the table",
        "-- upgrade transaction:false",
        "-- upgrade empty runInTransaction:false"
      })
  void whatFollowsAMarkerIsReadStrictly(String marker) {
    assertRefused(INVALID_CHANGELOG, 2, "begins a section", shortForm(marker + "\nSELECT 1;\n"));
  }

  @Test
  void whatStandsOutsideTheSectionsIsRefused() {
    assertRefused(
        INVALID_CHANGELOG, 2, "would never run", shortForm("SELECT 1;\n-- upgrade\nSELECT 2;\n"));
    assertRefused(INVALID_CHANGELOG, 2, "would never run", shortForm("SELECT 1;\n"));
    assertRefused(
        INVALID_CHANGELOG, 2, "no \"-- upgrade\" line", shortForm("-- downgrade\nSELECT 1;\n"));
  }

  @Test
  void aHeaderAloneIsARevisionThatRunsNothingEitherWay() {
    var merge = shortForm("-- two lines come together here\n");

    assertThat(FileCheck.check(merge)).isEmpty();
    assertThat(FileCheck.hasRollback(merge)).isTrue();
    assertThat(ShortSql.of(merge).upgrade().statements()).isEmpty();
  }

  @Test
  void aSectionTwiceIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "second",
        shortForm("-- upgrade\nSELECT 1;\n-- upgrade\nSELECT 2;\n"));
  }

  @Test
  void aSectionDeclaredEmptyIs() {
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "declared empty on line 3",
        shortForm("-- upgrade\n-- downgrade empty\nSELECT 1;\n"));
  }

  @Test
  void placeholdersAreRefused() {
    assertRefused(
        INVALID_CHANGELOG, 4, "${x}", shortForm("-- upgrade\nSELECT 1\n, '${x}';\n-- downgrade\n"));
  }
}
