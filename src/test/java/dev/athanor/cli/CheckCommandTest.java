package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir private Path folder;
  private final Postgres postgres = Postgres.freshDatabase();

  @BeforeEach
  void twoRevisions() throws IOException {
    Files.createDirectory(folder.resolve("revisions"));
    write("r1", "", "CREATE TABLE t1 (id int);");
    write("r2", "r1", "CREATE TABLE t2 (id int);");
  }

  private void write(String id, String down, String sql) throws IOException {
    Files.writeString(
        folder.resolve("revisions/" + id + ".sql"),
        "-- revision: "
            + id
            + (down.isEmpty() ? "" : "\n-- down-revision: " + down)
            + "\n-- upgrade\n"
            + sql
            + "\n-- downgrade\nSELECT 1;\n");
  }

  private Prompt.Answer run(String... command) {
    var args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--url", postgres.url()));
    return new Prompt(folder).run(args.toArray(String[]::new));
  }

  private JsonNode check(int exitCode) throws IOException {
    var answer = run("check", "-o", "json");
    assertThat(answer.exitCode()).as(answer.out()).isEqualTo(exitCode);
    return new ObjectMapper().readTree(answer.out());
  }

  @Test
  void pendingRevisionsAreNamed() throws IOException {
    run("upgrade", "r1");

    assertThat(check(12).at("/pending").toString()).isEqualTo("[\"r2\"]");
    assertThat(check(12).at("/error/reason").asText()).isEqualTo("DatabaseNotUpToDate");
    assertThat(run("check").out()).contains("pending  r2");
  }

  @Test
  void aDatabaseAtTheHeadsIsUpToDate() throws IOException {
    run("upgrade", "head");

    assertThat(check(0).at("/upToDate").asBoolean()).isTrue();
  }

  @Test
  void anEditedRevisionIsNamed() throws IOException {
    run("upgrade", "head");
    write("r1", "", "CREATE TABLE other (id int);");

    assertThat(check(14).at("/edited").toString()).isEqualTo("[\"r1\"]");
  }

  @Test
  void aRevisionThatTheSetDoesNotHaveIsNamed() throws IOException {
    run("upgrade", "head");
    Files.delete(folder.resolve("revisions/r2.sql"));

    assertThat(check(11).at("/missing").toString()).isEqualTo("[\"r2\"]");
  }

  @Test
  void aRevisionPutBehindAppliedOnesIsAGap() throws IOException {
    run("upgrade", "head");
    write("r0", "", "CREATE TABLE t0 (id int);");
    write("r1", "r0", "CREATE TABLE t1 (id int);");

    var answer = check(14);
    assertThat(answer.at("/gaps").toString()).isEqualTo("[\"r0\"]");
    assertThat(answer.at("/edited").toString()).isEqualTo("[\"r1\"]");
  }

  @Test
  void whatAnotherToolAppliedIsNoGap() throws IOException {
    run("ensure-version");
    postgres.execute("INSERT INTO athanor_version VALUES ('r1')");
    run("upgrade", "head");

    assertThat(check(0).at("/gaps")).isEmpty();
  }

  @Test
  void theVersionTableIsCreatedOnce() {
    assertThat(run("ensure-version").out()).contains("Created");
    assertThat(run("ensure_version").out()).contains("already");
    assertThat(postgres.query("SELECT count(*) FROM athanor_version")).containsExactly("0");
  }

  @Test
  void theScriptRunsAsItIs() {
    postgres.execute(run("upgrade", "--sql", "head").out());

    assertThat(postgres.tables()).containsExactly("t1", "t2");
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r2");

    postgres.execute(run("downgrade", "--sql", "head:base").out());
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).isEmpty();
  }

  @Test
  void theJournalKeepsTheTag() {
    run("upgrade", "r1", "--tag", "release 7");
    run("upgrade", "head");

    assertThat(postgres.query("SELECT tag FROM athanor_journal ORDER BY started_at"))
        .containsExactly("release 7", "");
  }

  @Test
  void aCheckOfOneBranchLeavesTheOthersOut() throws IOException {
    Files.writeString(
        folder.resolve("revisions/x1.sql"),
        "-- revision: x1\n-- branch-labels: extra\n-- upgrade\nSELECT 1;\n-- downgrade\nSELECT 1;\n");
    run("upgrade", "r2");

    assertThat(check(12).at("/pending").toString()).isEqualTo("[\"x1\"]");
    assertThat(run("check", "r2").exitCode()).isZero();
    assertThat(run("check", "extra@head").exitCode()).isEqualTo(12);
    assertThat(run("check", "nosuch@head").exitCode()).isEqualTo(11);
    assertThat(run("check", "--nosuch").exitCode()).isEqualTo(2);
  }
}
