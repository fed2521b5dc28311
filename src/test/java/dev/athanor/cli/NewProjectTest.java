package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewProjectTest {
  @TempDir private Path folder;
  private Prompt prompt = new Prompt(Path.of(""));

  @BeforeEach
  void typeHere() {
    prompt = new Prompt(folder);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql", "yaml", "xml"})
  void aProjectWorksFromTheFirstRevisionOn(String template) throws IOException {
    assertThat(prompt.run("init", "--template", template).exitCode()).isZero();
    assertThat(files())
        .containsExactly(
            "athanor.yaml",
            "databasemigration.yaml",
            "kustomization.yaml",
            "revisions/README.md",
            "revisions/template." + template + ".tmpl");

    assertThat(prompt.run("revision", "-m", "Create -- the Ördersß!", "--rev-id", "a1").exitCode())
        .isZero();
    assertThat(prompt.run("revision", "-m", "second", "--rev-id", "b2", "--branch-label", "x"))
        .extracting(Prompt.Answer::exitCode)
        .isEqualTo(0);
    assertThat(files())
        .contains("revisions/a1_create_the_orders." + template, "revisions/b2_second." + template);
    assertThat(Files.readString(folder.resolve("kustomization.yaml")))
        .contains(
            "    files:\n      - revisions/a1_create_the_orders.%s\n      - revisions/b2_second.%s\n"
                .formatted(template, template));

    var plan = prompt.run("plan", "upgrade", "head", "--current", "");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("1/2 upgrade a1", "2/2 upgrade b2");
    assertThat(prompt.run("plan", "downgrade", "base", "--current", "b2"))
        .extracting(Prompt.Answer::exitCode)
        .isEqualTo(0);
  }

  @Test
  void nothingIsOverwrittenAndNothingIsWrittenBesideIt() throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), "mine");

    var answer = prompt.run("init");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("FileExists").contains("kustomization.yaml");
    assertThat(files()).containsExactly("kustomization.yaml");
    assertThat(Files.readString(folder.resolve("kustomization.yaml"))).isEqualTo("mine");
  }

  @Test
  void aMergeIsListedToo() throws IOException {
    prompt.run("init");
    prompt.run("revision", "--rev-id", "a1");
    prompt.run("revision", "--rev-id", "b1", "--head", "base");

    var answer = prompt.run("merge", "--rev-id", "m1");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(Files.readString(folder.resolve("revisions/m1_merge_a1_and_b1.sql")))
        .contains("-- down-revision: a1, b1\n", "-- upgrade empty", "-- downgrade empty");
    assertThat(Files.readString(folder.resolve("kustomization.yaml")))
        .contains("- revisions/b1.sql\n      - revisions/m1_merge_a1_and_b1.sql\n");
    assertThat(prompt.run("heads").out()).startsWith("m1");
    assertThat(prompt.run("merge").exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a\nb", " a"})
  void aLabelThatAHeaderCannotHoldLeavesNoFile(String label) throws IOException {
    prompt.run("init");
    var before = files();

    var answer = prompt.run("revision", "--branch-label", label, "-o", "json");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out()).contains("\"reason\":\"InvalidUsage\"");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aBrokenKustomizationIsRefusedBeforeAnythingIsWritten() throws IOException {
    prompt.run("init");
    Files.writeString(folder.resolve("kustomization.yaml"), "a: [");
    var before = files();

    var answer = prompt.run("revision", "-m", "x");

    assertThat(answer.exitCode()).isEqualTo(17);
    assertThat(answer.err()).contains("kustomization.yaml");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aScriptRunsEachStepInATransactionOfItsOwn() throws IOException {
    Files.createDirectories(folder.resolve("revisions"));
    Files.writeString(
        folder.resolve("revisions/a.sql"),
        "-- revision: a\n-- message: first\n\n-- upgrade\nSELECT 1; -- one\n-- downgrade\nSELECT 2;\n");

    var answer = prompt.run("upgrade", "--sql", "head");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(answer.out())
        .contains("-- 1/1 upgrade a, first\nBEGIN;\nSELECT 1;\n")
        .contains("CREATE TABLE \"public\".\"athanor_version\"")
        .endsWith("VALUES ('a');\nCOMMIT;\n");
    assertThat(prompt.run("downgrade", "--sql", "base").err()).contains("RangeRequired");
    assertThat(prompt.run("downgrade", "--sql", "a:base").out())
        .contains("SELECT 2;\n", "DELETE FROM");
  }
}
