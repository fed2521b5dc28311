package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.ScriptedConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to SQL Server; no server was there to answer. */
class SqlServerTest {
  private static final String LOCK = "athanor_00000000000000ff";

  private final Dialect dialect = Dialect.of("jdbc:sqlserver://db:1433;databaseName=shop");
  private final ScriptedConnection scripted = new ScriptedConnection();

  @Test
  void theLockIsTheSessionsAndNobodyWaitsInTheServer() throws SQLException {
    scripted.answer("sp_getapplock", "0");

    assertThat(dialect.tryLock(scripted.connection(), 255)).isTrue();
    assertThat(scripted.asked().getFirst())
        .contains("N'" + LOCK + "'", "'Exclusive'", "'Session'", "@LockTimeout = 0");
  }

  @Test
  void aLockThatAnotherHasIsNotHad() throws SQLException {
    scripted.answer("sp_getapplock", "-1");

    assertThat(dialect.tryLock(scripted.connection(), 255)).isFalse();
  }

  @Test
  void aLockThatCannotBeAskedForIsAnError() {
    scripted.answer("sp_getapplock", "-999");

    assertThatThrownBy(() -> dialect.tryLock(scripted.connection(), 255))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("-999");
  }

  @Test
  void theSessionKnowsWhetherItHasTheLock() throws SQLException {
    assertThat(dialect.holdsLock(scripted.connection(), 255)).isFalse();
    scripted.answer("APPLOCK_MODE('public', N'" + LOCK + "', 'Session')", "Exclusive");
    assertThat(dialect.holdsLock(scripted.connection(), 255)).isTrue();
  }

  @Test
  void whoMayNotSeeSessionsIsToldSo() throws SQLException {
    scripted
        .answer("APPLOCK_TEST", "0")
        .answer("dm_tran_locks", new SQLException("VIEW SERVER STATE", "S0001", 300));

    assertThat(dialect.lockHolder(scripted.connection(), 255))
        .hasValueSatisfying(
            holder -> assertThat(holder.description()).contains("VIEW SERVER STATE"));
  }

  @Test
  void aFreeLockHasNoHolder() throws SQLException {
    scripted.answer("APPLOCK_TEST", "1");

    assertThat(dialect.lockHolder(scripted.connection(), 255)).isEmpty();
  }

  @Test
  void anErrorEndsTheWholeTransaction() throws SQLException {
    scripted.answer("SCHEMA_NAME()", "dbo");

    dialect.configure(scripted.connection(), ConnectionSettings.defaults(), "upgrade");

    assertThat(scripted.asked())
        .contains("SET XACT_ABORT ON", "REVERT", "SET LOCK_TIMEOUT 10000", "SET ROWCOUNT 0");
  }

  @Test
  void aSchemaThatTheSessionCannotTakeIsRefused() {
    scripted.answer("SCHEMA_NAME()", "dbo");

    assertThatThrownBy(
            () ->
                dialect.configure(
                    scripted.connection(),
                    ConnectionSettings.defaults().withSchema("shop"),
                    "upgrade"))
        .isInstanceOf(AthanorException.class)
        .hasMessageContaining("DEFAULT_SCHEMA = shop");
  }

  @Test
  void aTableIsNamedAsTheCatalogueSpellsIt() throws SQLException {
    scripted.answer("SCHEMA_NAME()", "dbo").answer("sys.tables", "dbo.Athanor_Version");

    assertThat(dialect.locate(scripted.connection(), ConnectionSettings.defaults()))
        .isEqualTo(new TableName("dbo", "Athanor_Version"));
  }

  @Test
  void namesAndLiteralsAreItsOwn() {
    assertThat(dialect.quote("odd] [name")).isEqualTo("[odd]] [name]");
    assertThat(dialect.literal("it's")).isEqualTo("N'it''s'");
  }

  @Test
  void timesKnowNoZone() {
    assertThat(dialect.parameter(Instant.parse("2026-11-25T04:00:00.123456Z")))
        .isEqualTo(LocalDateTime.parse("2026-11-25T04:00:00.123456"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER DATABASE shop SET RECOVERY SIMPLE",
        "create fulltext catalog c",
        "BACKUP DATABASE shop TO DISK = 'x'",
        "RECONFIGURE"
      })
  void whatCannotBeInATransactionIsForAPersonWhenCutOff(String sql) {
    assertThat(dialect.traits(dialect.syntax(), sql).nature()).isEqualTo(Nature.OPAQUE);
  }

  @Test
  void otherDdlIsPartOfATransaction() {
    assertThat(dialect.traits(dialect.syntax(), "CREATE TABLE databases (id int)").nature())
        .isEqualTo(Nature.TRANSACTIONAL);
  }

  @ParameterizedTest
  @CsvSource({
    "1205, BUSY",
    "1222, BUSY",
    "229, NO_PRIVILEGE",
    "2760, NO_SCHEMA",
    "3906, READ_ONLY",
    "226, NOT_IN_TRANSACTION",
    "208, OTHER"
  })
  void errorNumbersHaveAMeaning(int number, Dialect.Fault fault) {
    assertThat(dialect.fault(new SQLException("said", "S0001", number))).isEqualTo(fault);
  }

  @Test
  void aBrokenConnectionIsLost() {
    assertThat(dialect.fault(new SQLException("said", "08S01", 0))).isEqualTo(Dialect.Fault.LOST);
  }

  @ParameterizedTest
  @CsvSource({
    "18456, AUTHENTICATION_FAILED, 'sa'",
    "18488, AUTHENTICATION_FAILED, expired",
    "4060, DATABASE_UNREACHABLE, databaseName",
    "0, DATABASE_UNREACHABLE, db:1433"
  })
  void whyThereIsNoConnectionIsSaid(int number, Reason reason, String what) {
    var settings =
        ConnectionSettings.of("jdbc:sqlserver://db;databaseName=shop;user=sa;password=tiramisu");

    var failure = dialect.connectFailure(new SQLException("tiramisu", "S0001", number), settings);

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).contains(what.replace("'", "'")).doesNotContain("tiramisu");
  }

  @Test
  void theDriverIsShippedAndARefusedConnectionIsSaid() {
    assertThatThrownBy(
            () ->
                Database.open(
                    ConnectionSettings.of("jdbc:sqlserver://localhost:1;databaseName=shop")))
        .isInstanceOfSatisfying(
            AthanorException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.DATABASE_UNREACHABLE))
        .hasMessageContaining("localhost:1");
  }

  @Test
  void tablesOfTheProductItselfAreNotOfTheSchema() throws SQLException {
    scripted.answer("is_ms_shipped = 0", "orders");

    assertThat(dialect.tables(scripted.connection(), "")).containsExactly("orders");
  }
}
