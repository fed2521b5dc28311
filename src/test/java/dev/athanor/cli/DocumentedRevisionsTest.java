package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.docs.CodeBlock;
import dev.athanor.docs.Page;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every revision that the documentation shows is one that Athanor reads. */
class DocumentedRevisionsTest {

  static List<CodeBlock> revisions() {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(
            block -> block.text().matches("(?s)(--liquibase formatted sql\n)?(--|#) revision: .*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("revisions")
  void a_revision_is_read(CodeBlock block, @TempDir Path folder) {
    var name = block.text().startsWith("#") ? "revision.yaml" : "revision.sql";
    var alone = block.text().replaceAll("(?m)^(--|#) (down-revision|depends-on): .*\n", "");

    var result =
        new Cli(folder)
            .file("revisions/" + name, alone)
            .run("plan", "upgrade", "head", "--revisions", "revisions", "--current", "");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("1/1 upgrade");
  }

  @Test
  void there_are_revisions_in_sql_and_in_yaml() {
    assertThat(revisions()).anyMatch(block -> block.text().startsWith("#"));
    assertThat(revisions()).anyMatch(block -> block.text().startsWith("--liquibase"));
  }
}
