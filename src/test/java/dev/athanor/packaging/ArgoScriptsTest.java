package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.cli.kube.Standing;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Health and actions for Argo CD, by the test files that its own repository would run. */
class ArgoScriptsTest {
  private static final Path ACTIONS = ArgoScripts.FOLDER.resolve("actions");
  private static final Path STATUSES = Path.of("src/test/resources/operator");

  static Stream<Arguments> health() throws IOException {
    return cases(ArgoScripts.FOLDER.resolve("health_test.yaml"), "tests");
  }

  static Stream<Arguments> discoveries() throws IOException {
    return cases(ACTIONS.resolve("action_test.yaml"), "discoveryTests");
  }

  static Stream<Arguments> actions() throws IOException {
    return cases(ACTIONS.resolve("action_test.yaml"), "actionTests");
  }

  /** Every status that the operator's own tests expect. */
  static Stream<Path> statuses() throws IOException {
    try (var files = Files.list(STATUSES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("out-"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Stream<Arguments> cases(Path file, String list) throws IOException {
    return ArgoScripts.read(file)
        .get(list)
        .valueStream()
        .map(one -> Arguments.of(one.get("inputPath").asText(), one));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("health")
  void health_is_what_its_test_file_says(String input, JsonNode expected) throws IOException {
    assertThat(health(ArgoScripts.read(ArgoScripts.FOLDER.resolve(input))))
        .isEqualTo(expected.get("healthStatus"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("discoveries")
  void actions_are_offered_as_their_test_file_says(String input, JsonNode expected)
      throws IOException {
    var offered =
        ArgoScripts.run(ACTIONS.resolve("discovery.lua"), ArgoScripts.read(ACTIONS.resolve(input)));

    var wanted = JsonNodeFactory.instance.objectNode();
    for (var action : expected.get("result")) {
      ObjectNode shown = action.deepCopy();
      wanted.set(shown.remove("name").asText(), shown);
    }
    assertThat(offered).isEqualTo(wanted);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("actions")
  void an_action_changes_what_its_test_file_says(String input, JsonNode expected)
      throws IOException {
    var script = ACTIONS.resolve(expected.get("action").asText()).resolve("action.lua");

    assertThat(ArgoScripts.run(script, ArgoScripts.read(ACTIONS.resolve(input))))
        .isEqualTo(ArgoScripts.read(ACTIONS.resolve(expected.get("expectedOutputPath").asText())));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void argo_and_kubectl_athanor_agree_on_every_status(Path golden) throws IOException {
    var status = ArgoScripts.read(golden).get("status");
    var resource =
        (ObjectNode) ArgoScripts.read(ArgoScripts.FOLDER.resolve("testdata/healthy.yaml"));
    resource.set("status", status);
    resource.withObject("/metadata").set("generation", status.get("observedGeneration"));
    var standing =
        Standing.of(
            new KubernetesSerialization()
                .unmarshal(new YAMLMapper().writeValueAsString(resource), DatabaseMigration.class));

    assertThat(health(resource).get("status").asText())
        .isEqualTo(
            switch (standing.verdict()) {
              case READY -> "Healthy";
              case STALLED -> "Degraded";
              case PROGRESSING -> "Progressing";
              case WAITING -> "Suspended";
            });
  }

  @Test
  void every_action_that_is_offered_is_in_the_snippets() throws IOException {
    var offered =
        ArgoScripts.run(
            ACTIONS.resolve("discovery.lua"),
            ArgoScripts.read(ACTIONS.resolve("testdata/healthy.yaml")));

    assertThat(ArgoSnippets.ACTIONS)
        .containsExactlyInAnyOrderElementsOf(() -> offered.fieldNames());
  }

  @Test
  void argo_reads_the_scripts_out_of_the_snippets_as_they_are() throws IOException {
    var data = ArgoScripts.read(Path.of("examples/argocd/argocd-cm.yaml")).get("data");
    var key = "resource.customizations.%s.athanor.dev_DatabaseMigration";
    var actions = new YAMLMapper().readTree(data.get(key.formatted("actions")).asText());

    assertThat(data.get(key.formatted("health")).asText())
        .isEqualTo(Files.readString(ArgoScripts.FOLDER.resolve("health.lua")));
    assertThat(actions.get("discovery.lua").asText())
        .isEqualTo(Files.readString(ACTIONS.resolve("discovery.lua")));
    for (var definition : actions.get("definitions")) {
      assertThat(definition.get("action.lua").asText())
          .isEqualTo(
              Files.readString(
                  ACTIONS.resolve(definition.get("name").asText()).resolve("action.lua")));
    }
    for (var other :
        new String[] {
          "chart-values.yaml:/configs/cm", "operator-resource.yaml:/spec/extraConfig"
        }) {
      var parts = other.split(":", 2);
      assertThat(ArgoScripts.read(Path.of("examples/argocd", parts[0])).at(parts[1]))
          .isEqualTo(data);
    }
  }

  @Test
  void the_sandbox_lets_out_what_argos_lets_out(@TempDir Path folder) throws IOException {
    var script = Files.writeString(folder.resolve("a.lua"), "return string.upper('a')");

    assertThatThrownBy(() -> ArgoScripts.run(script, JsonNodeFactory.instance.objectNode()))
        .hasMessageContaining("attempt to index");
  }

  private static JsonNode health(JsonNode resource) throws IOException {
    return ArgoScripts.run(ArgoScripts.FOLDER.resolve("health.lua"), resource);
  }
}
