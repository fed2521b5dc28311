package dev.athanor.revision;

import static dev.athanor.revision.AlembicCases.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Alembic does the same every time and we still do otherwise, on purpose: docs/alembic.md.
 *
 * @param why the reason
 * @param error the error that we answer with
 */
public record AlembicDifference(String why, Optional<String> error) {
  private static final Pattern STARTS_RELATIVE = Pattern.compile("(?:(.+?)@)?(\\w+)?[+-]\\d+.+");

  public static Optional<AlembicDifference> of(JsonNode aCase) {
    boolean worked = aCase.get("outcome").asText().equals("ok");
    var expressions = expressions(aCase);
    var graph = AlembicCases.graphOf(aCase);
    boolean crashed = texts(aCase.get("flags")).contains("alembic-crash");
    if ((worked || crashed) && expressions.stream().anyMatch(STARTS_RELATIVE.asMatchPredicate())) {
      return Optional.of(
          new AlembicDifference(
              "what follows a relative part is not ignored",
              expressions.stream().anyMatch(each -> isShort(graph, each))
                  ? Optional.of("UnknownRevision")
                  : Optional.empty()));
    }
    if (!aCase.get("level").asText().equals("exact")
        && !aCase.get("level").asText().equals("set")) {
      return Optional.empty();
    }
    if (worked && expressions.stream().anyMatch(each -> isShort(graph, each))) {
      return Optional.of(
          new AlembicDifference(
              "a beginning counts from three characters", Optional.of("UnknownRevision")));
    }
    if (worked
        && aCase.get("command").asText().equals("stamp")
        && expressions.size() > 1
        && expressions.stream().allMatch(each -> each.endsWith("@base"))
        && aCase.get("level").asText().equals("set")) {
      return Optional.of(
          new AlembicDifference(
              "a row that only depends on a line leaves its own line applied", Optional.empty()));
    }
    return Optional.empty();
  }

  private static List<String> expressions(JsonNode aCase) {
    var expressions = new ArrayList<String>();
    for (var field : List.of("target", "head", "range")) {
      if (aCase.hasNonNull(field)) {
        expressions.addAll(List.of(aCase.get(field).asText().split(":", -1)));
      }
    }
    for (var field : List.of("targets", "revisions", "dependsOn")) {
      if (aCase.hasNonNull(field)) {
        expressions.addAll(texts(aCase.get(field)));
      }
    }
    return expressions;
  }

  private static boolean isShort(JsonNode graph, String expression) {
    return !expression.isEmpty() && isShortPrefix(AlembicCases.load(graph), expression);
  }

  public static boolean isShortPrefix(RevisionGraph graph, String expression) {
    var name = expression.substring(expression.indexOf('@') + 1);
    return name.length() < Names.SHORTEST_PREFIX
        && !List.of("head", "base").contains(name)
        && !graph.contains(name)
        && graph.revisions().stream().noneMatch(each -> each.branchLabels().contains(name))
        && name.matches("\\w+");
  }
}
