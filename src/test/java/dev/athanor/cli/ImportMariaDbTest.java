package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.MariaDb;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories that were written for MariaDB and MySQL. */
class ImportMariaDbTest {
  @TempDir private Path folder;
  private MariaDb mariaDb;
  private Cli athanor;

  @BeforeEach
  void database() {
    mariaDb = MariaDb.freshDatabase();
    athanor = new Cli(folder).with("ATHANOR_URL", mariaDb.url());
  }

  private void flywayHistory() {
    athanor
        .file(
            "db/V1__towns.sql",
            """
            # a comment; of MySQL's
            CREATE TABLE `towns` (`id` int PRIMARY KEY, `name` varchar(40)) ENGINE=InnoDB;
            INSERT INTO `towns` VALUES (1, 'O\\'Hara; one'), (2, "the \\"other\\"");
            """)
        .file("db/U1__towns.sql", "DROP TABLE `towns`;\n")
        .file(
            "db/V2__routine.sql",
            """
            DELIMITER //
            CREATE PROCEDURE add_town(IN town int)
            BEGIN
              INSERT INTO towns VALUES (town, 'new');
              INSERT INTO towns VALUES (town + 1, 'newer');
            END //
            DELIMITER ;
            CALL add_town(3);
            """)
        .file("db/U2__routine.sql", "DROP PROCEDURE add_town;\n");
  }

  private void run(String... args) {
    var result = athanor.run(args);
    assertThat(result.exitCode()).describedAs(result.err()).isZero();
  }

  @Test
  void scriptsAreReadAndRunAsTheClientWouldRunThem() {
    flywayHistory();

    run("import", "--from", "flyway", "db");
    run("upgrade", "head");

    assertThat(mariaDb.query("SELECT name FROM towns ORDER BY id"))
        .containsExactly("O'Hara; one", "the \"other\"", "new", "newer");
    run("downgrade", "base");
    assertThat(mariaDb.tables()).isEmpty();
  }

  @Test
  void theProductCanBeNamedWhereThereIsNoDatabase() {
    flywayHistory();
    var offline = new Cli(folder);

    assertThat(offline.run("import", "--from", "flyway", "db").exitCode()).isNotZero();
    var imported = offline.run("import", "--from", "flyway", "db", "--dialect", "mysql");

    assertThat(imported.exitCode()).describedAs(imported.err()).isZero();
  }

  @Test
  void aTransactionOfTheScriptsOwnIsLeftOutAndSaid() {
    athanor.file(
        "db/1_one.up.sql",
        "CREATE TABLE t (id int);\nBEGIN;\nINSERT INTO t VALUES (1);\nCOMMIT;\n");

    var imported = athanor.run("import", "--from", "golang-migrate", "db");

    assertThat(imported.err()).contains("1_one.up.sql:2", "each statement commits by itself");
    run("upgrade", "head");
    assertThat(mariaDb.query("SELECT count(*) FROM t")).containsExactly("1");
  }

  @Test
  void itsPositionIsReadFromTheTableThatTheOldToolMadeThere() {
    athanor
        .file("db/1_one.sql", "-- +goose Up\nCREATE TABLE `one` (id int);\n")
        .file("db/2_two.sql", "-- +goose Up\nCREATE TABLE `two` (id int);\n");
    mariaDb.execute(
        "CREATE TABLE goose_db_version (id serial, version_id bigint NOT NULL, is_applied boolean"
            + " NOT NULL, tstamp timestamp DEFAULT now(), PRIMARY KEY (id))",
        "INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true)",
        "CREATE TABLE `one` (id int)");

    run("import", "--from", "goose", "db", "--stamp");
    run("upgrade", "head");

    assertThat(mariaDb.tables()).containsExactly("goose_db_version", "one", "two");
  }
}
