package dev.athanor.revision;

import static dev.athanor.revision.AlembicCases.elements;
import static dev.athanor.revision.AlembicCases.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.error.AthanorException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded case of Alembic, compared as far as its level says that Alembic is sure of it. */
class AlembicConformanceTest {

  static Stream<Named<JsonNode>> cases() {
    return AlembicCases.cases().map(each -> Named.of(AlembicCases.describe(each), each));
  }

  static Stream<Named<JsonNode>> loadableGraphs() {
    return AlembicCases.graphs()
        .filter(graph -> graph.get("loadError").isNull() && !isBad(graph))
        .map(graph -> Named.of(graph.get("id").asText(), graph));
  }

  static Stream<Named<JsonNode>> badGraphs() {
    return AlembicCases.graphs()
        .filter(AlembicConformanceTest::isBad)
        .map(graph -> Named.of(graph.get("id").asText(), graph));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void behavesAsAlembicDoesWhereAlembicIsRight(JsonNode aCase) {
    AlembicComparison.check(aCase, AlembicCommand.run(aCase));
  }

  @ParameterizedTest
  @MethodSource("badGraphs")
  void refusesABrokenGraph(JsonNode graph) {
    var expected =
        graph.get("loadError").isNull()
            ? List.of("CycleDetected", "DependencyCycleDetected", "DuplicateRevision")
            : List.of(
                graph
                    .get("loadError")
                    .path("suggested")
                    .asText(graph.get("loadError").get("kind").asText()));
    assertThat(loadError(graph)).isIn(expected);
  }

  @ParameterizedTest
  @MethodSource("loadableGraphs")
  void knowsTheSameFactsAboutAGraph(JsonNode node) {
    var graph = AlembicCases.load(node);
    var facts = node.get("facts");
    assertThat(graph.heads()).isEqualTo(texts(facts.get("heads")));
    assertThat(graph.effectiveHeads()).isEqualTo(texts(facts.get("effectiveHeads")));
    assertThat(graph.bases()).isEqualTo(texts(facts.get("bases")));
    assertThat(graph.effectiveBases()).isEqualTo(texts(facts.get("effectiveBases")));
    var labels = new TreeMap<String, List<String>>();
    var children = new TreeMap<String, List<String>>();
    var parents = new TreeMap<String, List<String>>();
    for (var revision : graph.revisions()) {
      put(labels, revision.id(), graph.labels(revision.id()));
      put(children, revision.id(), graph.children(revision.id()).stream().sorted().toList());
      parents.put(revision.id(), graph.parents(revision.id()).stream().sorted().toList());
    }
    assertThat(labels).isEqualTo(map(facts.get("labels")));
    assertThat(children).isEqualTo(map(facts.get("children")));
    assertThat(parents).isEqualTo(map(facts.get("storedParents")));
    var planner = new Planner(graph);
    var up = revisions(planner.upgrade(List.of(), "heads"));
    var down = revisions(planner.downgrade(graph.effectiveHeads(), "base"));
    var history =
        new History(graph, List.of()).all().stream().map(entry -> entry.revision().id()).toList();
    var unsure = texts(node.get("factsHashDependent"));
    sameOrder(graph.branchPoints(), facts, "branchPoints", unsure);
    sameOrder(graph.mergePoints(), facts, "mergePoints", unsure);
    sameOrder(history, facts, "history", unsure);
    sameOrder(up, facts, "baseToHeads", unsure);
    sameOrder(down, facts, "headsToBase", unsure);
  }

  @ParameterizedTest
  @MethodSource("loadableGraphs")
  void resolvesTheSameExpressions(JsonNode node) {
    var graph = AlembicCases.load(node);
    elements(node.path("resolutions"))
        .forEach(
            each ->
                assertThat(resolved(graph, each))
                    .as("%s", each)
                    .isEqualTo(AlembicComparison.resolution(node, each)));
  }

  private static Object resolved(RevisionGraph graph, JsonNode resolution) {
    try {
      return graph.resolve(resolution.get("expression").asText());
    } catch (AthanorException refused) {
      return refused.reason().id();
    }
  }

  private static void sameOrder(
      List<String> found, JsonNode facts, String fact, List<String> unsure) {
    var wanted = texts(facts.get(fact));
    if (unsure.contains(fact)) {
      assertThat(found).as(fact).hasSameElementsAs(wanted).hasSameSizeAs(wanted);
    } else {
      assertThat(found).as(fact).isEqualTo(wanted);
    }
  }

  private static String loadError(JsonNode graph) {
    try {
      AlembicCases.load(graph);
      return "none";
    } catch (AthanorException refused) {
      assertThat(refused.revision()).isPresent();
      assertThat(refused.file()).isPresent();
      assertThat(refused.message()).contains(refused.revision().orElseThrow());
      return refused.reason().id();
    }
  }

  private static boolean isBad(JsonNode graph) {
    return texts(graph.get("tags")).contains("bad");
  }

  private static void put(Map<String, List<String>> map, String key, List<String> values) {
    if (!values.isEmpty()) {
      map.put(key, values);
    }
  }

  private static Map<String, List<String>> map(JsonNode object) {
    var map = new TreeMap<String, List<String>>();
    object
        .properties()
        .forEach(
            entry -> map.put(entry.getKey(), texts(entry.getValue()).stream().sorted().toList()));
    return map;
  }

  private static List<String> revisions(Plan plan) {
    return plan.steps().stream().map(step -> step.revision().orElseThrow()).toList();
  }
}
