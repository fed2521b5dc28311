package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {
  private static final Path HISTORIES = Path.of("src/test/resources/import").toAbsolutePath();

  @TempDir private Path folder;

  private Cli.Result run(String tool, String... more) {
    var args = new ArrayList<>(List.of("import", "--from", tool));
    args.add(HISTORIES.resolve(tool).resolve("source").toString());
    args.addAll(List.of(more));
    return new Cli(folder).run(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "golang-migrate, v10",
    "dbmate, v20240102000000",
    "goose, head",
    "alembic, heads",
  })
  void whatIsImportedGoesUpAndDown(String tool, String target) {
    var postgres = Postgres.freshDatabase();
    var sql = HISTORIES.resolve(tool);
    var imported =
        tool.equals("alembic")
            ? run(tool, "--sql-up", sql + "/up.sql", "--sql-down", sql + "/down.sql")
            : run(tool);
    assertThat(imported.exitCode()).describedAs(imported.err()).isZero();
    var athanor = new Cli(folder).with("ATHANOR_URL", postgres.url());

    var up = athanor.run("upgrade", target);
    assertThat(up.exitCode()).describedAs(up.err()).isZero();
    assertThat(postgres.tables()).contains("users");

    var down = athanor.run("downgrade", "base");
    assertThat(down.exitCode()).describedAs(down.err()).isZero();
    // its down script is empty
    assertThat(postgres.tables())
        .isEqualTo(tool.equals("golang-migrate") ? List.of("ten") : List.of());
  }

  @Test
  void flywaysHistoryRunsToItsEnd() {
    var postgres = Postgres.freshDatabase();
    assertThat(run("flyway", "--placeholder", "schema=public").exitCode()).isZero();

    var up = new Cli(folder).with("ATHANOR_URL", postgres.url()).run("upgrade", "head");

    assertThat(up.exitCode()).describedAs(up.err()).isZero();
    assertThat(up.out().lines().limit(6))
        .containsExactly(
            "upgrade v1",
            "upgrade v1.1",
            "upgrade v2.1",
            "upgrade v2.10",
            "upgrade v10",
            "upgrade r_names");
    assertThat(postgres.tables()).containsExactly("late", "names", "users");
  }

  @Test
  void theResultIsOneJsonDocument() {
    var json = run("dbmate", "-o", "json").json();

    assertThat(json.at("/kind").asText()).isEqualTo("Import");
    assertThat(json.at("/revisions/0/revision").asText()).isEqualTo("v20240101000000");
    assertThat(json.at("/revisions/0/version").asText()).isEqualTo("20240101000000");
    assertThat(json.at("/warnings/0/file").asText()).endsWith("_no_way_back.sql");
  }

  @Test
  void theJsonSaysWhatCannotBeTakenBack() {
    var json = run("dbmate", "-o", "json").json();

    assertThat(json.at("/written").asBoolean()).isTrue();
    assertThat(json.at("/revisions/0/downgrade").asBoolean()).isTrue();
    assertThat(json.at("/revisions/2/downgrade").asBoolean()).isFalse();
  }

  @Test
  void theTextEndsWithCounts() {
    assertThat(run("dbmate").out())
        .endsWith("3 revisions in revisions, 1 of them without a way down; 1 warnings.\n");
  }

  @Test
  void aDryRunSaysTheSameAndWritesNothing() throws IOException {
    var dry = run("dbmate", "--dry-run", "-o", "json");

    assertThat(dry.exitCode()).isZero();
    assertThat(dry.json().at("/written").asBoolean(true)).isFalse();
    assertThat(dry.json().at("/revisions").size()).isEqualTo(3);
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFolderWithSomethingInItIsLeftAlone() throws IOException {
    new Cli(folder).file("revisions/mine.txt", "mine");

    var refused = run("goose");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("not empty").contains("mine.txt");
    try (var files = Files.list(folder.resolve("revisions"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void anErrorLeavesNoFolderBehind() throws IOException {
    var refused = run("flyway");

    assertThat(refused.exitCode()).isEqualTo(10);
    assertThat(refused.err()).contains("V1__create_users.sql, line 2").contains("${schema}");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
