package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import --stamp} with the tables as the old tools leave them. */
class ImportStampTest {
  private static final Path HISTORIES = Path.of("src/test/resources/import").toAbsolutePath();

  @TempDir private Path folder;
  private Postgres postgres;

  @BeforeEach
  void database() {
    postgres = Postgres.freshDatabase();
  }

  private Cli.Result stamp(String tool, String... more) {
    var source = HISTORIES.resolve(tool).resolve("source");
    if (tool.equals("liquibase")) {
      source = source.resolve("root.xml");
    }
    var args = new ArrayList<>(List.of("import", "--from", tool, source.toString(), "--stamp"));
    args.addAll(List.of(more));
    return new Cli(folder).with("ATHANOR_URL", postgres.url()).run(args.toArray(String[]::new));
  }

  private void assertAt(Cli.Result result, String... rows) {
    assertThat(result.exitCode()).describedAs(result.err()).isZero();
    assertThat(postgres.query("SELECT version_num FROM athanor_version ORDER BY 1"))
        .containsExactly(rows);
    assertThat(result.err()).contains("the version table will say " + String.join(", ", rows));
    assertThat(postgres.tables()).doesNotContain("users");
  }

  private void flyway(String rows) {
    postgres.execute(
        "CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text,"
            + " description text, type text, script text, success boolean)",
        "INSERT INTO flyway_schema_history VALUES " + rows);
  }

  @Test
  void flyway() {
    flyway(
        "(0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '', true),"
            + " (1, '1', 'create users', 'SQL', 'V1__create_users.sql', true),"
            + " (2, '1.1', 'add mail', 'SQL', 'V1.1__add_mail.sql', true),"
            + " (3, '2.1', 'index', 'SQL', 'V2_1__index.sql', true),"
            + " (4, '2.1', 'index', 'UNDO_SQL', 'U2.1__index.sql', true),"
            + " (5, NULL, 'names', 'SQL', 'R__names.sql', true)");

    var result = stamp("flyway", "--placeholder", "schema=public");

    assertAt(result, "v1.1");
    assertThat(result.err()).contains("r_names ran already");
  }

  @Test
  void flywaysBaseline() {
    flyway("(1, '2.9', 'from before', 'BASELINE', '', true)");

    assertAt(stamp("flyway", "--placeholder", "schema=public"), "v2.1");
  }

  @Test
  void flywaysBaselineScript() {
    flyway("(1, '2.9', 'from before', 'SQL_BASELINE', 'B2.9__from_before.sql', true)");

    assertAt(stamp("flyway", "--placeholder", "schema=public"), "v2.1");
  }

  @Test
  void flywaysLastCallbackRunsAgain() {
    flyway(
        "(1, '10', 'from before', 'BASELINE', '', true),"
            + " (2, NULL, 'names', 'SQL', 'R__names.sql', true)");

    var result = stamp("flyway", "--placeholder", "schema=public");

    assertAt(result, "r_names");
    assertThat(result.err()).contains("c_afterMigrate ran already and will run again");
  }

  @Test
  void aDryRunShowsTheRowsAndWritesNone() {
    flyway("(1, '2.9', 'from before', 'BASELINE', '', true)");

    var result = stamp("flyway", "--placeholder", "schema=public", "--dry-run");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).endsWith("The database would be at v2.1.\n");
    assertThat(postgres.tables()).containsExactly("flyway_schema_history");
    assertThat(folder.resolve("revisions")).doesNotExist();
  }

  @Test
  void aFailedScriptOfFlyway() {
    flyway("(1, '1', 'create users', 'SQL', 'V1__create_users.sql', false)");

    var refused = stamp("flyway", "--placeholder", "schema=public");

    assertThat(refused.exitCode()).isEqualTo(17);
    assertThat(refused.err()).contains("V1__create_users.sql failed");
    assertThat(folder.resolve("revisions")).doesNotExist();
  }

  @Test
  void golangMigrate() {
    postgres.execute(
        "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean)",
        "INSERT INTO schema_migrations VALUES (2, false)");

    assertAt(stamp("golang-migrate"), "v2");
    // the set is there by now: the next database of the same history
    postgres.execute("UPDATE schema_migrations SET version = 10");
    assertAt(stamp("golang-migrate"), "v10");
    postgres.execute("UPDATE schema_migrations SET dirty = true");
    assertThat(stamp("golang-migrate").exitCode()).isEqualTo(17);
  }

  @Test
  void dbmateUnderAnotherName() {
    postgres.execute(
        "CREATE TABLE migrations (version varchar PRIMARY KEY)",
        "INSERT INTO migrations VALUES ('20240101000000'), ('20240102000000')");

    assertThat(stamp("dbmate").exitCode()).isEqualTo(17);
    assertAt(stamp("dbmate", "--stamp-table", "public.migrations"), "v20240102000000");
  }

  @Test
  void aGap() {
    postgres.execute(
        "CREATE TABLE schema_migrations (version varchar PRIMARY KEY)",
        "INSERT INTO schema_migrations VALUES ('20240102000000')");

    var refused = stamp("dbmate");

    assertThat(refused.exitCode()).isEqualTo(11);
    assertThat(refused.err()).contains("v20240101000000");
  }

  @Test
  void aVersionThatNobodyKnows() {
    postgres.execute(
        "CREATE TABLE schema_migrations (version varchar PRIMARY KEY)",
        "INSERT INTO schema_migrations VALUES ('20240101000000'), ('20230101000000')");

    var refused = stamp("dbmate");

    assertThat(refused.exitCode()).isEqualTo(11);
    assertThat(refused.err()).contains("20230101000000");
  }

  @Test
  void goose() {
    postgres.execute(
        "CREATE TABLE goose_db_version (id serial PRIMARY KEY, version_id bigint, is_applied"
            + " boolean)",
        "INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2,"
            + " true), (10, true), (10, false)");

    assertAt(stamp("goose"), "v2");
  }

  @Test
  void alembic() {
    postgres.execute(
        "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO alembic_version VALUES ('bbbb11112222'), ('cccc11112222')");
    var sql = HISTORIES.resolve("alembic");

    assertAt(
        stamp("alembic", "--sql-up", sql + "/up.sql", "--sql-down", sql + "/down.sql"),
        "bbbb11112222",
        "cccc11112222");
  }

  @Test
  void liquibaseRunFromAnotherFolder() {
    postgres.execute(
        "CREATE TABLE databasechangelog (id text, author text, filename text, exectype text)",
        "INSERT INTO databasechangelog VALUES ('1', 'ann', 'db/root.xml', 'EXECUTED'), ('1', 'bob',"
            + " 'classpath:db/parts/more.yaml', 'MARK_RAN')");

    assertAt(stamp("liquibase"), "05185c36f12c");
  }
}
