package dev.athanor.revision;

import static dev.athanor.revision.AlembicCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.error.AthanorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does with our own graph what a recorded case did with Alembic's. */
public final class AlembicCommand {
  /**
   * What came of it; only the part that belongs to the command is there.
   *
   * @param error the reason's name, absent when it worked
   */
  public record Result(
      Optional<String> error,
      Optional<Plan> plan,
      List<HistoryEntry> entries,
      List<String> shown,
      Optional<Revision> created,
      Optional<RevisionGraph> graphAfter) {}

  private AlembicCommand() {}

  static Result run(JsonNode aCase) {
    try {
      return execute(aCase);
    } catch (AthanorException refused) {
      return new Result(
          Optional.of(refused.reason().id()),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());
    }
  }

  private static Result execute(JsonNode aCase) {
    var graph = AlembicCases.load(AlembicCases.graphOf(aCase));
    var planner = new Planner(graph);
    var current = texts(aCase.get("current"));
    var target = aCase.path("target").asText();
    var targets = texts(aCase.get("targets"));
    boolean purge = aCase.path("purge").asBoolean();
    return switch (aCase.get("command").asText()) {
      case "upgrade" -> planned(planner.upgrade(current, target));
      case "downgrade" -> planned(planner.downgrade(current, target));
      case "stamp" -> planned(planner.stamp(current, targets, purge));
      case "upgrade-sql" -> planned(planner.upgradeOffline(target));
      case "downgrade-sql" -> planned(planner.downgradeOffline(target));
      case "stamp-sql" -> planned(planner.stampOffline(targets, purge));
      case "history" -> listed(history(graph, aCase, current));
      case "current" -> {
        if (aCase.get("checkHeads").asBoolean()) {
          CurrentPosition.requireHeads(graph, current);
        }
        var position = new CurrentPosition(graph, current);
        yield shown(position.shown());
      }
      case "check" -> {
        new CurrentPosition(graph, current).requireUpToDate();
        yield shown(List.of());
      }
      case "revision" -> created(graph, aCase, List.of(aCase.get("head").asText()));
      case "merge" -> created(graph, aCase, texts(aCase.get("revisions")));
      default -> throw new IllegalArgumentException(aCase.get("command").asText());
    };
  }

  private static List<HistoryEntry> history(
      RevisionGraph graph, JsonNode aCase, List<String> current) {
    var history = new History(graph, current);
    return aCase.get("range").isNull() ? history.all() : history.range(aCase.get("range").asText());
  }

  private static Result created(RevisionGraph graph, JsonNode aCase, List<String> heads) {
    var label = aCase.get("branchLabel");
    var revision =
        NewRevision.of(
            graph,
            new RevisionRequest(
                aCase.get("revId").asText(),
                heads,
                aCase.get("splice").asBoolean(),
                label.isNull() ? List.of() : List.of(label.asText()),
                texts(aCase.get("dependsOn")),
                "",
                ""));
    var all = new ArrayList<>(graph.revisions());
    all.add(revision);
    return new Result(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.of(revision),
        Optional.of(RevisionGraph.of(all)));
  }

  private static Result planned(Plan plan) {
    return new Result(
        Optional.empty(),
        Optional.of(plan),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Result listed(List<HistoryEntry> entries) {
    return new Result(
        Optional.empty(), Optional.empty(), entries, List.of(), Optional.empty(), Optional.empty());
  }

  private static Result shown(List<String> shown) {
    return new Result(
        Optional.empty(), Optional.empty(), List.of(), shown, Optional.empty(), Optional.empty());
  }
}
