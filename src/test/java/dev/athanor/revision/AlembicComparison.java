package dev.athanor.revision;

import static dev.athanor.revision.AlembicCases.elements;
import static dev.athanor.revision.AlembicCases.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Compares what came of a case with what was recorded, as far as its level is sure of it. */
public final class AlembicComparison {
  private AlembicComparison() {}

  /** Fails where the result is not what it should be. */
  public static void check(JsonNode aCase, AlembicCommand.Result result) {
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
    // the command line shows rows, not statements
    boolean sameOps =
        aCase.path("opsDeterministic").asBoolean(true)
            && steps.stream().noneMatch(step -> step.changes().isEmpty());
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

  /** What an expression is to mean: ids, or the reason of a refusal. */
  public static Object resolution(JsonNode graph, JsonNode resolution) {
    var expression = resolution.get("expression").asText();
    if (resolution.has("error")) {
      return resolution.get("error").get("kind").asText();
    }
    if (AlembicDifference.isShortPrefix(AlembicCases.load(graph), expression)) {
      return "UnknownRevision";
    }
    var ids = elements(resolution.get("ids")).toList();
    if (ids.stream().anyMatch(JsonNode::isNull)) {
      return "RelativeOutOfRange";
    }
    return ids.stream().map(JsonNode::asText).filter(id -> !id.equals("base")).toList();
  }
}
