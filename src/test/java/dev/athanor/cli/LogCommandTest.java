package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {
  @TempDir private Path folder;
  private Postgres postgres;
  private Cli athanor;

  @BeforeEach
  void a_project_and_an_empty_database() {
    postgres = Postgres.freshDatabase();
    athanor = new Cli(folder).twoRevisions().with("ATHANOR_URL", postgres.url());
  }

  @Test
  void where_nothing_was_done_there_is_nothing_to_show() {
    assertThat(athanor.run("log").out()).isEmpty();
    assertThat(athanor.run("log", "-o", "json").json().get("operations")).isEmpty();
    assertThat(postgres.query("SELECT relname FROM pg_class WHERE relname LIKE 'athanor%'"))
        .isEmpty();
  }

  @Test
  void every_operation_is_there_the_newest_first() {
    athanor.run("upgrade", "head");
    athanor.run("downgrade", "-1");
    athanor.run("stamp", "head");

    assertThat(athanor.run("log").out().lines())
        .hasSize(3)
        .satisfiesExactly(
            first -> assertThat(first).contains(" stamp head: done, 1/1 steps in ", "by postgres"),
            second -> assertThat(second).contains(" downgrade -1: done, 1/1 steps in "),
            third -> assertThat(third).contains(" upgrade head: done, 2/2 steps in "));
    assertThat(athanor.run("log", "--limit", "1").out().lines()).hasSize(1);
    assertThat(athanor.run("log", "--limit", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void a_tag_is_kept_with_its_operation() {
    athanor.run("upgrade", "head", "--tag", "release-7");

    assertThat(athanor.run("log").out()).endsWith(", tag release-7\n");
    assertThat(athanor.run("log", "-o", "json").json().at("/operations/0/tag").asText())
        .isEqualTo("release-7");
  }

  @Test
  void verbose_shows_every_step() {
    athanor.run("upgrade", "head");

    assertThat(athanor.run("log", "-v").out())
        .contains("    from: base\n    to: bbbb2\n    1. upgrade aaaa1: ")
        .containsPattern("    2\\. upgrade bbbb2: \\d+ statements, .*, now at bbbb2\n");
  }

  @Test
  void what_failed_says_why_and_how_far_it_got() {
    athanor.file(
        "revisions/3.sql",
        "-- revision: cccc3\n-- down-revision: bbbb2\n\n-- upgrade\nSELECT nosuch;\n");
    athanor.run("upgrade", "head");

    assertThat(athanor.run("log").out())
        .contains("upgrade head: failed, 2/3 steps")
        .contains("\n    error: SqlFailed")
        .contains("nosuch");
  }

  @Test
  void the_json_has_everything() {
    athanor.run("upgrade", "head", "--operation-id", "uid/1");

    var operation = athanor.run("log", "-o", "json").json().at("/operations/0");
    assertThat(operation.get("id").asText()).isEqualTo("uid/1");
    assertThat(operation.get("outcome").asText()).isEqualTo("done");
    assertThat(operation.get("performedBy").asText()).startsWith("postgres");
    assertThat(operation.at("/target/revisions/0").asText()).isEqualTo("bbbb2");
    assertThat(operation.get("from")).isEmpty();
    assertThat(operation.at("/to/0").asText()).isEqualTo("bbbb2");
    assertThat(operation.get("durationMillis").asLong()).isNotNegative();
    assertThat(operation.has("error")).isFalse();
    assertThat(operation.at("/steps")).hasSize(2);
    assertThat(operation.at("/steps/0/revision").asText()).isEqualTo("aaaa1");
    assertThat(operation.at("/steps/1/to/0").asText()).isEqualTo("bbbb2");
  }

  @Test
  void an_operation_whose_runner_is_gone_does_not_pass_for_running() {
    athanor.run("upgrade", "head");
    postgres.execute(
        "UPDATE athanor_journal SET outcome = 'RUNNING', completed_at = NULL, rows_after = NULL");

    assertThat(athanor.run("log").out()).contains("upgrade head: abandoned, 2/2 steps, by");
  }
}
