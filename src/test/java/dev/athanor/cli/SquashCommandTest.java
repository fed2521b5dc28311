package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SquashCommandTest {
  @TempDir private Path folder;
  private Cli athanor;

  @BeforeEach
  void threeRevisions() {
    athanor =
        new Cli(folder)
            .twoRevisions()
            .file(
                "revisions/3.sql",
                """
                -- revision: cccc3
                -- down-revision: bbbb2

                -- upgrade
                CREATE TABLE late (id int)
                -- downgrade
                DROP TABLE late
                """);
  }

  private Cli.Result ok(String... args) {
    var result = athanor.run(args);
    assertThat(result.exitCode()).describedAs(result.err() + result.out()).isZero();
    return result;
  }

  @Test
  void newDatabasesRunOneRevisionForAll() throws IOException {
    ok("squash", ":bbbb2", "-m", "orders as of 2.0");

    try (var files = Files.list(folder.resolve("revisions"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly("2.sql", "3.sql");
    }
    assertThat(Files.readString(folder.resolve("revisions/2.sql")))
        .isEqualTo(
            """
            -- revision: bbbb2
            -- message: orders as of 2.0
            -- replaces: aaaa1

            -- upgrade

            -- | aaaa1
            CREATE TABLE orders (id bigint);

            -- | bbbb2
            ALTER TABLE orders ADD COLUMN total numeric;

            -- downgrade

            -- | bbbb2
            ALTER TABLE orders DROP COLUMN total;

            -- | aaaa1
            DROP TABLE orders;
            """);
    var postgres = Postgres.freshDatabase();
    athanor.with("ATHANOR_URL", postgres.url());
    assertThat(ok("upgrade", "head").out()).startsWith("upgrade bbbb2\nupgrade cccc3\n");
    ok("downgrade", "base");
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void databasesThatHaveItStayAndGoOn() {
    var postgres = Postgres.freshDatabase();
    athanor.with("ATHANOR_URL", postgres.url());
    ok("upgrade", "bbbb2");
    ok("squash", ":bbbb2");

    assertThat(ok("upgrade", "head").out()).isEqualTo("upgrade cccc3\nThe database is at cccc3.\n");
    assertThat(postgres.query("SELECT revision FROM athanor_archive ORDER BY 1"))
        .containsExactly("bbbb2", "cccc3");
    ok("check");
    ok("downgrade", "base");
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void anEditAfterwardsIsAnEdit() throws IOException {
    var postgres = Postgres.freshDatabase();
    athanor.with("ATHANOR_URL", postgres.url());
    ok("upgrade", "bbbb2");
    ok("squash", ":bbbb2");
    ok("upgrade", "head");
    var file = folder.resolve("revisions/2.sql");
    Files.writeString(file, Files.readString(file).replace("numeric", "text"));

    assertThat(athanor.run("downgrade", "-1").exitCode()).isEqualTo(14);
  }

  @Test
  void aDatabaseInTheMiddleIsNamed() {
    var postgres = Postgres.freshDatabase();
    var connected = new Cli(folder).with("ATHANOR_URL", postgres.url());
    assertThat(connected.run("upgrade", "aaaa1").exitCode()).isZero();

    var refused = connected.run("squash", ":bbbb2");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("aaaa1").contains("take it to bbbb2 first");

    // another database was known to whoever squashed
    ok("squash", ":bbbb2");
    for (var command : new String[] {"upgrade", "downgrade"}) {
      var middle =
          connected.run(
              command.equals("upgrade")
                  ? new String[] {"upgrade", "head", "--downgrade-policy", "Allow"}
                  : new String[] {"downgrade", "base"});
      assertThat(middle.exitCode()).isEqualTo(11);
      assertThat(middle.err()).contains("folded into bbbb2");
    }
    assertThat(postgres.tables()).containsExactly("orders");
  }

  @Test
  void whatStandsInTheMiddleIsNamed() {
    athanor.file("revisions/4.sql", "-- revision: dddd4\n-- down-revision: aaaa1\n");

    var refused = athanor.run("squash", ":bbbb2");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("dddd4 stands on aaaa1");
    assertThat(athanor.run("heads").exitCode()).isZero();
  }

  @Test
  void aStretchFromTheMiddleStaysBehindWhatIsBeforeIt() {
    var json = ok("squash", "bbbb2:head", "-o", "json").json();

    assertThat(json.at("/replaces/0").asText()).isEqualTo("bbbb2");
    assertThat(ok("history").out()).startsWith("aaaa1 -> cccc3 (head)");
  }

  @Test
  void otherFormatsAreFoldedAsTheirSql() throws IOException {
    athanor.file(
        "revisions/3.sql",
        """
        -- revision: cccc3
        -- down-revision: dddd4

        -- upgrade
        SELECT 1;
        -- downgrade empty
        """);
    athanor.file(
        "revisions/4.yaml",
        """
        # revision: dddd4
        # down-revision: bbbb2
        databaseChangeLog:
          - changeSet:
              id: 1
              author: a
              changes:
                - createTable:
                    tableName: items
                    columns:
                      - column: {name: id, type: int}
        """);
    athanor.file(
        "kustomization.yaml",
        """
        configMapGenerator:
        - name: r
          files:
          - revisions/1.sql
          - revisions/2.sql
          - revisions/3.sql
          - revisions/4.yaml
        """);

    var result = ok("squash", ":cccc3");

    assertThat(result.err()).contains("dddd4 is not in the short form");
    assertThat(Files.readString(folder.resolve("revisions/3.sql")))
        .contains("CREATE TABLE", "items");
    assertThat(Files.readString(folder.resolve("kustomization.yaml")))
        .endsWith("files:\n  - revisions/3.sql\n");
  }
}
