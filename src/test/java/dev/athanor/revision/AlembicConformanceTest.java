package dev.athanor.revision;

import static dev.athanor.revision.AlembicCases.elements;
import static dev.athanor.revision.AlembicCases.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.error.AthanorException;
import java.util.ArrayList;
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
    return AlembicCases.cases().map(each -> Named.of(describe(each), each));
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
    var result = AlembicCommand.run(aCase);
    var difference = AlembicDifference.of(aCase);
    if (difference.isPresent()) {
      assertThat(result.error()).as(difference.get().why()).isEqualTo(difference.get().error());
      return;
    }
    switch (aCase.get("level").asText()) {
      case "exact" -> compare(aCase, result, true);
      case "set" -> compare(aCase, result, false);
      case "row-order" ->
          assertThat(result.error().orElse(""))
              .isIn(
                  aCase.get("command").asText().equals("history")
                      ? List.of("RelativeOutOfRange", "MultipleHeads", "AmbiguousCurrent")
                      : List.of("AmbiguousCurrent"));
      default -> compareWithWhatIsSuggested(aCase, result);
    }
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
                assertThat(resolved(graph, each)).as("%s", each).isEqualTo(wanted(graph, each)));
  }

  private static Object resolved(RevisionGraph graph, JsonNode resolution) {
    try {
      return graph.resolve(resolution.get("expression").asText());
    } catch (AthanorException refused) {
      return refused.reason().id();
    }
  }

  private static Object wanted(RevisionGraph graph, JsonNode resolution) {
    var expression = resolution.get("expression").asText();
    if (resolution.has("error")) {
      return resolution.get("error").get("kind").asText();
    }
    if (AlembicDifference.isShortPrefix(graph, expression)) {
      return "UnknownRevision";
    }
    var ids = elements(resolution.get("ids")).toList();
    if (ids.stream().anyMatch(JsonNode::isNull)) {
      return "RelativeOutOfRange";
    }
    return ids.stream().map(JsonNode::asText).filter(id -> !id.equals("base")).toList();
  }

  private static void compare(JsonNode aCase, AlembicCommand.Result result, boolean inOrder) {
    if (aCase.get("outcome").asText().equals("error")) {
      assertThat(result.error()).contains(aCase.get("error").get("kind").asText());
      return;
    }
    assertThat(result.error()).isEmpty();
    result.plan().ifPresent(plan -> comparePlan(aCase, plan, inOrder));
    if (aCase.has("entries")) {
      compareHistory(aCase, result.entries(), inOrder);
    }
    if (aCase.has("shown")) {
      assertThat(result.shown()).isEqualTo(texts(aCase.get("shown")));
    }
    result.created().ifPresent(created -> compareCreated(aCase, created));
    result
        .graphAfter()
        .ifPresent(
            after -> {
              assertThat(after.heads()).hasSameElementsAs(texts(aCase.get("headsAfter")));
              assertThat(after.effectiveHeads())
                  .hasSameElementsAs(texts(aCase.get("effectiveHeadsAfter")));
            });
  }

  private static void comparePlan(JsonNode aCase, Plan plan, boolean inOrder) {
    if (aCase.has("resolved")) {
      var wanted =
          elements(aCase.get("resolved").get("ids")).map(JsonNode::asText).distinct().toList();
      assertThat(plan.targets()).isEqualTo(wanted);
    }
    var steps = withoutPurge(plan);
    var wanted = elements(aCase.get("steps")).toList();
    if (!inOrder) {
      assertThat(steps.stream().flatMap(step -> step.revision().stream()))
          .hasSameElementsAs(
              wanted.stream()
                  .filter(s -> s.has("revision"))
                  .map(s -> s.get("revision").asText())
                  .toList());
      assertThat(plan.rowsAfter().stream().sorted()).isEqualTo(texts(aCase.get("finalRows")));
      return;
    }
    assertThat(steps).hasSameSizeAs(wanted);
    boolean sameOps = aCase.path("opsDeterministic").asBoolean(true);
    for (int at = 0; at < wanted.size(); at++) {
      var step = steps.get(at);
      assertThat(step.revision().orElse("")).isEqualTo(wanted.get(at).path("revision").asText());
      assertThat(step.rowsAfter()).isEqualTo(texts(wanted.get(at).get("rowsAfter")));
      if (sameOps) {
        assertThat(ops(step))
            .isEqualTo(elements(wanted.get(at).get("ops")).map(JsonNode::toString).toList());
      }
    }
    if (!aCase.get("finalRows").isNull()) {
      assertThat(plan.rowsAfter().stream().sorted()).isEqualTo(texts(aCase.get("finalRows")));
    }
  }

  /**
   * A purge that brings no row is no step to Alembic, and one to us: somebody must carry it out.
   */
  private static List<Step> withoutPurge(Plan plan) {
    return plan.steps().stream()
        .filter(step -> !step.changes().equals(List.of(new RowChange.DeleteAll())))
        .toList();
  }

  private static List<String> ops(Step step) {
    return step.changes().stream()
        .map(
            change ->
                switch (change) {
                  case RowChange.Insert(var row) -> "{\"insert\":\"" + row + "\"}";
                  case RowChange.Delete(var row) -> "{\"delete\":\"" + row + "\"}";
                  case RowChange.Update(var row, var value) ->
                      "{\"update\":[\"" + row + "\",\"" + value + "\"]}";
                  case RowChange.DeleteAll() -> "{\"deleteAll\":true}";
                })
        .toList();
  }

  private static void compareHistory(JsonNode aCase, List<HistoryEntry> entries, boolean inOrder) {
    // without indicateCurrent the recorded flag "current" is left over from the case before
    boolean current = aCase.path("indicateCurrent").asBoolean();
    var wanted = new ArrayList<String>();
    for (var entry : aCase.get("entries")) {
      wanted.add(
          line(
              entry.get("revision").asText(),
              texts(entry.get("flags")).stream()
                  .filter(flag -> current || !flag.equals("current"))
                  .sorted()
                  .toList(),
              texts(entry.get("labels"))));
    }
    var listed =
        entries.stream()
            .map(
                entry ->
                    line(
                        entry.revision().id(),
                        entry.flags().stream()
                            .map(HistoryEntry.Flag::text)
                            .filter(flag -> current || !flag.equals("current"))
                            .sorted()
                            .toList(),
                        entry.labels()))
            .toList();
    if (inOrder) {
      assertThat(listed).isEqualTo(wanted);
    } else {
      assertThat(listed).hasSameElementsAs(wanted);
    }
  }

  private static String line(String revision, List<String> flags, List<String> labels) {
    return revision + " " + flags + " " + labels;
  }

  private static void compareCreated(JsonNode aCase, Revision created) {
    var wanted = aCase.get("created");
    assertThat(created.id()).isEqualTo(wanted.get("revision").asText());
    assertThat(created.downRevisions()).isEqualTo(texts(wanted.get("downRevisions")));
    assertThat(created.dependsOn()).isEqualTo(texts(wanted.get("dependsOn")));
    assertThat(created.branchLabels()).isEqualTo(texts(wanted.get("branchLabels")));
  }

  private static void compareWithWhatIsSuggested(JsonNode aCase, AlembicCommand.Result result) {
    var flags = texts(aCase.get("flags"));
    if (flags.contains("undetected-cycle")) {
      assertThat(result.error().orElse("")).contains("CycleDetected");
    } else if (flags.contains("duplicate-id-accepted")) {
      assertThat(result.error()).contains("DuplicateRevision");
    } else if (flags.contains("label-not-checked")) {
      assertThat(result.error().orElse("")).isIn("NoSuchBranch", "NotMemberOfBranch");
    } else if (flags.contains("stamp-relative")) {
      assertThat(result.error()).contains("UnknownRevision");
    } else if (flags.contains("inconsistent-start")
        && aCase.get("command").asText().equals("downgrade")) {
      assertThat(result.error()).contains("OverlappingRevisions");
    } else if (aCase.has("suggestedRows")) {
      assertThat(result.plan().orElseThrow().rowsAfter().stream().sorted())
          .isEqualTo(texts(aCase.get("suggestedRows")));
    } else if (aCase.path("error").has("suggested")
        && !aCase.get("error").get("suggested").asText().equals("VersionTableBookkeepingFailure")) {
      assertThat(result.error()).contains(aCase.get("error").get("suggested").asText());
    } else {
      assertThat(result.error()).isEmpty();
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

  private static String describe(JsonNode aCase) {
    var what =
        aCase.has("target")
            ? aCase.get("target")
            : aCase.has("targets") ? aCase.get("targets") : aCase.path("range");
    return "%s %s %s %s on %s"
        .formatted(
            aCase.get("id").asText(),
            aCase.get("level").asText(),
            aCase.get("command").asText(),
            what,
            aCase.get("graph").asText());
  }
}
