package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.MariaDb;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real MariaDB, and what they write for one that is not there. */
class MariaDbCommandsTest {
  private static final String OPAQUE =
      """
      -- revision: cccc3
      -- down-revision: bbbb2

      -- upgrade
      CREATE TABLE done (id int);
      TRUNCATE TABLE orders;
      INSERT INTO done VALUES (1);
      -- downgrade empty
      """;

  @TempDir private Path folder;
  private MariaDb mariaDb;
  private Cli athanor;

  @BeforeEach
  void a_project_and_an_empty_database() {
    mariaDb = MariaDb.freshDatabase();
    athanor = new Cli(folder).twoRevisions().with("ATHANOR_URL", mariaDb.url());
  }

  /** As a runner leaves it that is killed within the TRUNCATE. */
  private void interrupted() {
    athanor.run("upgrade", "head");
    mariaDb.execute("INSERT INTO orders (id) VALUES (7)", "CREATE TABLE t LIKE athanor_version");
    athanor.file("revisions/3.sql", OPAQUE.replace("INSERT INTO done", "INSERT INTO missing"));
    assertThat(athanor.run("upgrade", "head").exitCode()).isEqualTo(13);
    mariaDb.execute(
        "UPDATE athanor_journal_statement SET mark = 'RUNNING' WHERE statement = 1",
        "INSERT INTO orders (id) VALUES (7)");
    athanor.file("revisions/3.sql", OPAQUE);
  }

  @Test
  void all_that_looks_works_as_on_any_database() {
    assertThat(athanor.run("current").exitCode()).isZero();
    assertThat(athanor.run("upgrade", "head").err()).doesNotContain("error");
    assertThat(athanor.run("current").out()).contains("bbbb2");
    assertThat(athanor.run("check").exitCode()).isZero();
    assertThat(athanor.run("log").out()).contains("upgrade head: done, 2/2 steps", "by root from");
    assertThat(athanor.run("plan", "downgrade", "base", "--sql").out())
        .contains("DROP TABLE orders;", "DELETE FROM `" + mariaDb.name() + "`.`athanor_version`");
    assertThat(athanor.run("downgrade", "base").exitCode()).isZero();
    assertThat(mariaDb.tables()).isEmpty();
  }

  @Test
  void a_statement_in_doubt_is_shown_and_nothing_is_changed() {
    interrupted();

    var upgrade = athanor.run("upgrade", "head");
    assertThat(upgrade.err()).contains("3.sql, line 6", "athanor resolve --done");
    assertThat(athanor.run("resolve").out())
        .contains(
            "not known to be done: upgrade of revision cccc3", "line 6", "TRUNCATE TABLE orders");
    var json = athanor.run("resolve", "-o", "json").json();
    assertThat(json.at("/statements/0/revision").asText()).isEqualTo("cccc3");
    assertThat(json.at("/statements/0/statement").asText()).isEqualTo("TRUNCATE TABLE orders");
    assertThat(json.has("answer")).isFalse();
    assertThat(mariaDb.query("SELECT count(*) FROM orders")).containsExactly("1");
  }

  @Test
  void done_goes_on_behind_it() {
    interrupted();

    var resolved = athanor.run("resolve", "--done");
    assertThat(resolved.exitCode()).isZero();
    assertThat(resolved.err()).contains("TRUNCATE TABLE orders");
    assertThat(resolved.out()).contains("line 6: counts as done");
    assertThat(athanor.run("resolve").out()).isEqualTo("Nothing is in doubt.\n");

    assertThat(athanor.run("upgrade", "head").exitCode()).isZero();
    assertThat(mariaDb.query("SELECT count(*) FROM orders")).containsExactly("1");
    assertThat(mariaDb.query("SELECT count(*) FROM done")).containsExactly("1");
  }

  @Test
  void retry_runs_it_again() {
    interrupted();

    var answer = athanor.run("resolve", "--retry", "-o", "json").json();
    assertThat(answer.get("answer").asText()).isEqualTo("retry");

    assertThat(athanor.run("upgrade", "head").exitCode()).isZero();
    assertThat(mariaDb.query("SELECT count(*) FROM orders")).containsExactly("0");
  }

  @Test
  void done_and_retry_exclude_each_other() {
    assertThat(athanor.run("resolve", "--done", "--retry").exitCode()).isEqualTo(2);
  }

  @Test
  void drop_all_drops_tables_in_whatever_order_they_refer_to_each_other() {
    athanor.run("upgrade", "head");
    mariaDb.execute(
        "CREATE TABLE a (id int PRIMARY KEY)",
        "CREATE TABLE b (id int, FOREIGN KEY (id) REFERENCES a (id))",
        "CREATE VIEW v AS SELECT * FROM b",
        "CREATE PROCEDURE p() SELECT 1",
        "CREATE FUNCTION f() RETURNS int RETURN 1",
        "CREATE SEQUENCE s",
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1");

    assertThat(athanor.run("drop-all", "--no-prompt").err()).contains("event", "procedure", "view");
    assertThat(
            mariaDb.query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                    + " UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
                    + " UNION ALL SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE()"))
        .isEmpty();
  }

  @Test
  void drop_all_leaves_everything_where_another_database_refers_to_it() {
    var other = MariaDb.freshDatabase();
    mariaDb.execute("CREATE TABLE a (id int PRIMARY KEY)");
    other.execute(
        "CREATE TABLE b (id int, CONSTRAINT fk FOREIGN KEY (id) REFERENCES %s.a (id))"
            .formatted(mariaDb.name()));

    var refused = athanor.run("drop-all", "--no-prompt");
    assertThat(refused.err()).contains("foreign key " + other.name() + ".b.fk");
    assertThat(mariaDb.tables()).containsExactly("a");
    other.execute("DROP TABLE b");
  }

  @Test
  void alembics_own_table_is_read_and_written_as_it_is() {
    mariaDb.execute(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num))",
        "INSERT INTO alembic_version VALUES ('aaaa1')",
        "CREATE TABLE orders (id bigint)");
    athanor.with("ATHANOR_VERSION_TABLE", "alembic_version");

    assertThat(athanor.run("current").out()).contains("aaaa1");
    assertThat(athanor.run("upgrade", "head").exitCode()).isZero();
    assertThat(mariaDb.query("SELECT version_num FROM alembic_version")).containsExactly("bbbb2");

    var tooLong = "x".repeat(33);
    athanor.file(
        "revisions/4.sql",
        "-- revision: %s\n-- down-revision: bbbb2\n\n-- upgrade\nSELECT 1;\n".formatted(tooLong));
    assertThat(athanor.run("upgrade", "head").err())
        .contains(
            "ALTER TABLE `%s`.`alembic_version` MODIFY version_num varchar(255)"
                .formatted(mariaDb.name()));
  }

  @Test
  void a_script_for_the_mysql_client_has_delimiters_around_bodies() throws Exception {
    athanor.file(
        "revisions/3.sql",
        """
        -- revision: cccc3
        -- down-revision: bbbb2

        -- upgrade
        CREATE TRIGGER tr BEFORE INSERT ON orders FOR EACH ROW BEGIN SET NEW.total = 1; END;
        INSERT INTO orders (id) VALUES (3);
        -- downgrade
        DROP TRIGGER tr;
        """);
    var script = athanor.run("upgrade", "head", "--sql", "--dialect", "mariadb").out();
    assertThat(script)
        .contains("mysql without --force", "DELIMITER //\nCREATE TRIGGER tr", "ENGINE=InnoDB")
        .doesNotContain("BEGIN;", "public");

    mariaDb.client(script);
    assertThat(mariaDb.query("SELECT total FROM orders")).containsExactly("1");
    assertThat(athanor.run("current").out()).contains("cccc3");
  }

  @Test
  void where_liquibase_has_brought_a_database_is_read_from_its_own_table() {
    athanor.file(
        "old/root.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE a (id int);
        --rollback DROP TABLE a;
        --changeset ann:2
        CREATE TABLE b (id int);
        --rollback DROP TABLE b;
        """);
    mariaDb.execute(
        "CREATE TABLE DATABASECHANGELOG (ID varchar(255), AUTHOR varchar(255), FILENAME varchar(255), EXECTYPE varchar(10))",
        "INSERT INTO DATABASECHANGELOG VALUES ('1', 'ann', 'root.sql', 'EXECUTED')");

    var stamped =
        athanor.run(
            "import", "--from", "liquibase", "old/root.sql", "--revisions", "new", "--stamp");
    assertThat(stamped.exitCode()).as(stamped.err()).isZero();
    assertThat(stamped.err()).contains("1 of 2 revisions are applied");
    assertThat(mariaDb.query("SELECT count(*) FROM athanor_version")).containsExactly("1");
  }

  @Test
  void an_old_tool_that_has_left_no_table_is_said() {
    athanor.file("old/V1__a.sql", "CREATE TABLE a (id int);");
    assertThat(
            athanor.run("import", "--from", "flyway", "old", "--revisions", "new", "--stamp").err())
        .contains("There is no table flyway_schema_history");
  }

  @Test
  void the_version_table_of_mysql_is_written_without_asking_one() {
    assertThat(
            new Cli(folder)
                .with("ATHANOR_URL", "mysql://nowhere.invalid/shop")
                .run("ensure-version", "--sql")
                .out())
        .isEqualTo(
            "CREATE TABLE `athanor_version` (version_num varchar(255) NOT NULL, PRIMARY KEY (version_num)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;\n");
  }
}
