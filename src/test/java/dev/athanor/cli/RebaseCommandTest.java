package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebaseCommandTest {
  @TempDir private Path folder;
  private Cli athanor;

  /** aaaa1 -> bbbb2, aaaa1 -> ffff1 -> ffff2. */
  @BeforeEach
  void twoHeads() {
    athanor =
        new Cli(folder)
            .twoRevisions()
            .file(
                "revisions/f1.sql",
                """
                --liquibase formatted sql
                -- revision: ffff1
                -- down-revision:  aaaa1
                -- the rest stays
                --changeset a:1
                SELECT 1;
                --rollback empty
                """
                    .replace("\n", "\r\n"))
            .file(
                "revisions/f2.yaml",
                "# revision: ffff2\n# down-revision: ffff1\ndatabaseChangeLog: []\n");
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve("revisions").resolve(name));
  }

  @Test
  void theBranchStandsOnTheOtherHeadAndNothingElseChanges() throws IOException {
    var before = text("f1.sql");
    var other = text("f2.yaml");

    var result = athanor.run("rebase", "ffff2", "bbbb2");

    assertThat(result.exitCode()).describedAs(result.err()).isZero();
    assertThat(text("f1.sql"))
        .isEqualTo(before.replace("down-revision:  aaaa1", "down-revision: bbbb2"));
    assertThat(text("f2.yaml")).isEqualTo(other);
    assertThat(athanor.run("heads").out()).isEqualTo("ffff2 (head)\n");
    assertThat(athanor.run("rebase", "ffff2", "bbbb2").out()).startsWith("Nothing to do");
  }

  @Test
  void aBaseGetsTheLineInEveryFormat() throws IOException {
    athanor
        .file("revisions/x1.xml", "<!-- revision: xxxx1 -->\n<databaseChangeLog/>\n")
        .file("revisions/x2.xml", "<!--\n  revision: xxxx2\n-->\n<databaseChangeLog/>\n")
        .file("revisions/x3.json", "{\"revision\": \"xxxx3\", \"databaseChangeLog\": []}\n")
        .file("revisions/x4.yaml", "# revision: xxxx4\ndatabaseChangeLog: []\n")
        .file("revisions/x5.sql", "-- revision: xxxx5\n\n-- upgrade\nSELECT 1;\n");
    for (var id : new String[] {"xxxx1", "xxxx2", "xxxx3", "xxxx4", "xxxx5"}) {
      var result = athanor.run("rebase", id, "bbbb2", "-o", "json");
      assertThat(result.exitCode()).describedAs(result.out()).isZero();
      assertThat(result.json().at("/changed/0/to/0").asText()).isEqualTo("bbbb2");
    }
    assertThat(text("x1.xml"))
        .isEqualTo(
            "<!-- revision: xxxx1 -->\n<!-- down-revision: bbbb2 -->\n<databaseChangeLog/>\n");
    assertThat(text("x3.json")).contains("\"revision\": \"xxxx3\", \"down-revision\": \"bbbb2\"");
    assertThat(athanor.run("show", "xxxx2").out()).contains("bbbb2");
  }

  @Test
  void whatIsAppliedStays() throws IOException {
    var before = text("f1.sql");

    var refused = athanor.run("rebase", "ffff2", "bbbb2", "--current", "ffff1");

    assertThat(refused.exitCode()).isEqualTo(14);
    assertThat(refused.err()).contains("ffff1 is applied").contains("merge");
    assertThat(text("f1.sql")).isEqualTo(before);
  }

  @Test
  void anAncestorCannotGoOnTop() {
    assertThat(athanor.run("rebase", "aaaa1", "bbbb2").exitCode()).isEqualTo(2);
    assertThat(athanor.run("rebase", "nope1", "bbbb2").exitCode()).isEqualTo(11);
  }

  @Test
  void whatTheArchiveHasStaysAlsoWhereTheRowsSayNothingOfIt() throws IOException {
    var postgres = Postgres.freshDatabase();
    athanor.with("ATHANOR_URL", postgres.url());
    athanor.run("upgrade", "ffff1");
    postgres.execute("UPDATE athanor_version SET version_num = 'elsewhere'");
    var before = text("f1.sql");

    var refused = athanor.run("rebase", "ffff2", "bbbb2");

    assertThat(refused.exitCode()).isEqualTo(14);
    assertThat(refused.err()).contains("ffff1 is applied");
    assertThat(text("f1.sql")).isEqualTo(before);
  }

  @Test
  void whatWasTakenBackMayMove() {
    var postgres = Postgres.freshDatabase();
    athanor.with("ATHANOR_URL", postgres.url());
    athanor.run("upgrade", "ffff1");
    athanor.run("downgrade", "aaaa1");

    assertThat(athanor.run("rebase", "ffff2", "bbbb2").exitCode()).isZero();
  }

  @Test
  void whatWasCutOffStays() {
    var postgres = Postgres.freshDatabase();
    athanor.with("ATHANOR_URL", postgres.url());
    athanor.run("upgrade", "aaaa1");
    postgres.execute(
        "CREATE TABLE athanor_journal_statement (revision text, direction text)",
        "INSERT INTO athanor_journal_statement VALUES ('ffff2', 'UPGRADE')");

    assertThat(athanor.run("rebase", "ffff2", "bbbb2").err()).contains("ffff2 is applied");
  }
}
