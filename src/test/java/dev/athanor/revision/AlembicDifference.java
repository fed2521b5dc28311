package dev.athanor.revision;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Where Alembic does the same every time and we still do otherwise, on purpose: docs/alembic.md.
 *
 * @param why the reason
 * @param error the error that we answer with
 */
record AlembicDifference(String why, Optional<String> error) {

  static Optional<AlembicDifference> of(JsonNode aCase) {
    return Optional.empty();
  }

  static boolean isShortPrefix(RevisionGraph graph, String expression) {
    var name = expression.substring(expression.indexOf('@') + 1);
    return name.length() < Names.SHORTEST_PREFIX
        && !List.of("head", "base").contains(name)
        && !graph.contains(name)
        && graph.revisions().stream().noneMatch(each -> each.branchLabels().contains(name))
        && name.matches("\\w+");
  }
}
