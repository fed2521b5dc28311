package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.ScriptedConnection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to Oracle; neither a server nor its driver was there to answer. */
class OracleTest {
  private static final ConnectionSettings SETTINGS =
      ConnectionSettings.of("jdbc:oracle:thin:shop/tiramisu@//db:1521/FREEPDB1");

  private final Dialect dialect = Dialect.of(SETTINGS.url());
  private final ScriptedConnection scripted =
      new ScriptedConnection()
          .answer("getDatabaseMajorVersion", 19)
          .answer("getDatabaseMinorVersion", 0)
          .answer("SELECT USER", "SHOP");

  @Test
  void withoutTheDriverItSaysWhereToPutIt() {
    assertThatThrownBy(() -> Database.open(SETTINGS))
        .isInstanceOfSatisfying(
            AthanorException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.UNSUPPORTED_DATABASE))
        .hasMessageContainingAll(
            "com.oracle.database.jdbc:ojdbc11", "ATHANOR_DRIVERS", "/app/drivers");
  }

  @Test
  void theLockOutlivesACommitAndNobodyWaitsInTheServer() throws SQLException {
    scripted.answer("DBMS_LOCK.REQUEST", 0);

    assertThat(dialect.tryLock(scripted.connection(), -1)).isTrue();
    assertThat(scripted.asked().getFirst())
        .contains("id => 1073741823", "timeout => 0", "release_on_commit => FALSE", "X_MODE");
  }

  @Test
  void aLockThatAnotherHasIsNotHad() throws SQLException {
    scripted.answer("DBMS_LOCK.REQUEST", 1);

    assertThat(dialect.tryLock(scripted.connection(), 1)).isFalse();
  }

  @Test
  void aLockThatIsHadAnewWasLostInBetween() throws SQLException {
    scripted.answer("DBMS_LOCK.REQUEST", 0);
    assertThat(dialect.holdsLock(scripted.connection(), 1)).isFalse();
  }

  @Test
  void aLockThatIsOursAlreadyIsHeld() throws SQLException {
    scripted.answer("DBMS_LOCK.REQUEST", 4);
    assertThat(dialect.holdsLock(scripted.connection(), 1)).isTrue();
  }

  @Test
  void lookingWhoHasTheLockDoesNotKeepIt() throws SQLException {
    scripted.answer("DBMS_LOCK.REQUEST", 0).answer("DBMS_LOCK.RELEASE", 0);

    assertThat(dialect.lockHolder(scripted.connection(), 1)).isEmpty();
    assertThat(scripted.asked().getLast()).contains("DBMS_LOCK.RELEASE(1)");
  }

  @Test
  void aMissingGrantIsNamed() {
    var failure =
        new SQLException(
            "ORA-06550: line 1: PLS-00201: identifier 'DBMS_LOCK' must be declared", "65000", 6550);

    assertThat(dialect.fault(failure)).isEqualTo(Dialect.Fault.NO_PRIVILEGE);
    assertThat(dialect.said(failure)).contains("EXECUTE ON SYS.DBMS_LOCK");
  }

  @Test
  void anOlderServerIsRefused() {
    scripted.answer("getDatabaseMajorVersion", 12).answer("getDatabaseMinorVersion", 1);

    assertThatThrownBy(() -> dialect.configure(scripted.connection(), SETTINGS, "upgrade"))
        .isInstanceOfSatisfying(
            AthanorException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.UNSUPPORTED_DATABASE))
        .hasMessageContaining("12.2");
  }

  @Test
  void aSessionBeginsInTheSchemaThatWasNamed() throws SQLException {
    dialect.configure(scripted.connection(), SETTINGS.withSchema("sales"), "upgrade");

    assertThat(scripted.asked())
        .contains(
            "ALTER SESSION SET CURRENT_SCHEMA = \"SALES\"",
            "ALTER SESSION SET DDL_LOCK_TIMEOUT = 10");
  }

  @Test
  void aLimitForStatementsIsRefused() {
    assertThatThrownBy(
            () ->
                dialect.configure(
                    scripted.connection(),
                    SETTINGS.withStatementTimeout(Duration.ofSeconds(5)),
                    "upgrade"))
        .hasMessageContaining("--statement-timeout");
  }

  @Test
  void namesWithoutQuotesAreInCapitalsHoweverTheyAreGiven() throws SQLException {
    assertThat(
            dialect.locate(
                scripted.connection(),
                ConnectionSettings.defaults().withVersionTable("ALEMBIC_VERSION")))
        .isEqualTo(new TableName("shop", "alembic_version"));
    assertThat(new TableName("shop", "alembic_version").quoted(dialect))
        .isEqualTo("\"SHOP\".\"ALEMBIC_VERSION\"");
    assertThat(dialect.quote("Odd")).isEqualTo("\"Odd\"");
  }

  @Test
  void aProgramKeepsItsLastSemicolonAndAStatementHasNone() {
    assertThat(dialect.runnable("CREATE OR REPLACE PROCEDURE p AS BEGIN NULL; END"))
        .endsWith("END;");
    assertThat(dialect.runnable("create trigger t before insert on a begin null; end;"))
        .endsWith("end;");
    assertThat(dialect.runnable("CREATE TABLE t (id int)")).endsWith(")");
  }

  @ParameterizedTest
  @CsvSource({
    "'CREATE TABLE t (id int)', OPAQUE",
    "'INSERT INTO t VALUES (1)', TRANSACTIONAL",
    "'ALTER SESSION SET NLS_LANGUAGE = GERMAN', SESSION",
    "'BEGIN p; END;', OPAQUE"
  })
  void ddlCommitsByItself(String sql, Nature nature) {
    assertThat(dialect.traits(dialect.syntax(), sql).nature()).isEqualTo(nature);
  }

  @ParameterizedTest
  @CsvSource({
    "54, BUSY",
    "60, BUSY",
    "1031, NO_PRIVILEGE",
    "16000, READ_ONLY",
    "3113, LOST",
    "942, OTHER"
  })
  void errorNumbersHaveAMeaning(int number, Dialect.Fault fault) {
    assertThat(dialect.fault(new SQLException("said", "72000", number))).isEqualTo(fault);
  }

  @ParameterizedTest
  @CsvSource({
    "1017, AUTHENTICATION_FAILED, shop",
    "28000, AUTHENTICATION_FAILED, locked",
    "12514, DATABASE_UNREACHABLE, service",
    "1034, DATABASE_UNREACHABLE, not open",
    "17002, DATABASE_UNREACHABLE, db:1521"
  })
  void whyThereIsNoConnectionIsSaid(int number, Reason reason, String what) {
    var failure = dialect.connectFailure(new SQLException("tiramisu", "72000", number), SETTINGS);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).contains(what).doesNotContain("tiramisu");
  }

  @Test
  void theTablesAreTheUsers() throws SQLException {
    scripted.answer("owner = COALESCE(?, USER)", "ORDERS");

    assertThat(dialect.tables(scripted.connection(), "")).containsExactly("ORDERS");
  }
}
