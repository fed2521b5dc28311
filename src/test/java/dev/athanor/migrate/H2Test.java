package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.LocalDatabase;
import dev.athanor.testing.Revisions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The engine on H2. */
class H2Test extends LocalEngine {
  @Override
  LocalDatabase fresh(Path folder) {
    return LocalDatabase.h2(folder);
  }

  @Override
  LocalDatabase shared(Path folder) {
    return LocalDatabase.h2Server(folder);
  }

  @Override
  String holderPattern() {
    return "session \\d+, SA.*, connected since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.* has it";
  }

  @Test
  void namesAreKeptAsWithoutQuotes() {
    run(Revisions.line(1), Request.upgrade("head")).orThrow();

    assertThat(
            local.query(
                "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'ATHANOR%' ORDER BY 1"))
        .contains("ATHANOR_ARCHIVE", "ATHANOR_JOURNAL", "ATHANOR_VERSION");
  }

  @Test
  void aSchemaInTheUrlIsWhereThingsGo() {
    local.execute("CREATE SCHEMA shop");
    var there = new LocalDatabase(local.url() + ";SCHEMA=SHOP");

    run(there, Revisions.line(1), Request.upgrade("head")).orThrow();

    assertThat(local.query("SELECT version_num FROM shop.athanor_version")).containsExactly("r001");
    assertThat(local.query("SELECT id FROM shop.t1")).containsExactly("1");
  }

  @Test
  void whatFailedGoesOnAtTheStatementThatFailed() {
    var bad =
        new Revisions()
            .revision(
                "r001",
                "",
                "CREATE TABLE t1 (id int);\nINSERT INTO t1 VALUES (1);\nINSERT INTO t9 VALUES (1);",
                "DROP TABLE t1;");
    assertThat(run(bad, Request.upgrade("head")).error()).isPresent();

    local.execute("CREATE TABLE t9 (id int)");
    run(bad, Request.upgrade("head")).orThrow();

    assertThat(local.query("SELECT id FROM t1")).containsExactly("1");
    assertThat(local.query("SELECT count(*) FROM athanor_journal_statement")).containsExactly("0");
  }

  @Test
  void aUserWhoDoesNotSeeTheOtherSessionsIsRefused() {
    local.execute("CREATE USER app PASSWORD 'app'", "GRANT ALTER ANY SCHEMA TO app");
    var app = new LocalDatabase(local.url().replaceAll(";USER.*", ";USER=app;PASSWORD=app"));

    assertThat(run(app, Revisions.line(1), Request.upgrade("head")).error())
        .hasValueSatisfying(
            error -> {
              assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
              assertThat(error.message()).contains("ADMIN TRUE");
            });
    assertThat(local.tables()).isEmpty();
  }

  @Test
  void aWrongPasswordIsSaidWithoutThePassword() {
    local.execute("SELECT 1");

    assertThatThrownBy(
            () -> Database.open(ConnectionSettings.of(local.url().replace("=secret", "=tiramisu"))))
        .isInstanceOfSatisfying(
            AthanorException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED))
        .hasMessageContaining("'sa'")
        .hasMessageNotContaining("tiramisu");
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    assertThatThrownBy(
            () -> Database.open(ConnectionSettings.of("jdbc:h2:tcp://localhost:1/shop;USER=sa")))
        .isInstanceOfSatisfying(
            AthanorException.class,
            error -> assertThat(error.reason()).isEqualTo(Reason.DATABASE_UNREACHABLE))
        .hasMessageContaining("tcp://localhost:1/shop");
  }
}
