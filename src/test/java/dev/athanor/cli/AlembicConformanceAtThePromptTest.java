package dev.athanor.cli;

import static dev.athanor.revision.AlembicCases.elements;
import static dev.athanor.revision.AlembicCases.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.revision.AlembicCases;
import dev.athanor.revision.AlembicComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded case of Alembic once more, as people meet it: files, arguments, JSON. */
class AlembicConformanceAtThePromptTest {
  @TempDir private Path folder;

  static Stream<Named<JsonNode>> cases() {
    return AlembicCases.cases().map(each -> Named.of(AlembicCases.describe(each), each));
  }

  static Stream<Named<JsonNode>> graphs() {
    return AlembicCases.graphs().map(each -> Named.of(each.get("id").asText(), each));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void behavesAsAlembicDoesWhereAlembicIsRight(JsonNode aCase) {
    var prompt = new AlembicAtThePrompt(folder);
    prompt.write(AlembicAtThePrompt.graphOf(aCase));
    AlembicComparison.check(aCase, prompt.run(aCase));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void listsTheSameHeads(JsonNode graph) {
    var prompt = new AlembicAtThePrompt(folder);
    prompt.write(graph);
    if (texts(graph.get("tags")).contains("bad")) {
      assertThat(prompt.json("heads").get("error").get("reason").asText()).isNotEmpty();
      return;
    }
    assertThat(revisions(prompt.json("heads"), "revisions"))
        .isEqualTo(texts(graph.get("facts").get("heads")));
    assertThat(revisions(prompt.json("heads", "--resolve-dependencies"), "revisions"))
        .isEqualTo(texts(graph.get("facts").get("effectiveHeads")));
    assertThat(revisions(prompt.json("branches"), "branches"))
        .hasSameElementsAs(texts(graph.get("facts").get("branchPoints")));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void showsTheSameRevisions(JsonNode graph) {
    var prompt = new AlembicAtThePrompt(folder);
    prompt.write(graph);
    if (texts(graph.get("tags")).contains("bad")) {
      assertThat(prompt.shown("heads")).isInstanceOf(String.class);
      return;
    }
    for (var resolution : graph.path("resolutions")) {
      var wanted = AlembicComparison.resolution(graph, resolution);
      var shown = prompt.shown(resolution.get("expression").asText());
      assertThat(shown)
          .as("%s", resolution)
          .isEqualTo(wanted instanceof List<?> ids ? ids.stream().distinct().toList() : wanted);
    }
  }

  private static List<String> revisions(JsonNode answer, String field) {
    return elements(answer.get(field)).map(each -> each.get("revision").asText()).toList();
  }
}
