package dev.athanor.migrate;

import dev.athanor.revision.Operation;
import dev.athanor.revision.RevisionGraph;
import dev.athanor.revision.RowChange;
import dev.athanor.revision.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes exactly the given revisions back, and no others that happen to stand on the same parents:
 * what a downgrade to a target cannot say.
 */
final class Retreat {
  private final RevisionGraph graph;
  private final TreeSet<String> rows;

  /** For each revision, how many applied ones stand directly on it. */
  private final Map<String, Integer> covers = new HashMap<>();

  Retreat(RevisionGraph graph, Collection<String> rows) {
    this.graph = graph;
    this.rows = new TreeSet<>(rows);
    graph.applied(rows).forEach(id -> count(id, 1));
  }

  /** The steps that take these back, each before what it stands on. */
  List<Step> takeBack(Set<String> revisions) {
    var left = new HashSet<>(revisions);
    var loadOrder = graph.revisions();
    var steps = new ArrayList<Step>();
    while (!left.isEmpty()) {
      boolean moved = false;
      for (var revision : loadOrder.reversed()) {
        if (left.contains(revision.id()) && rows.contains(revision.id())) {
          steps.add(takeBack(revision.id()));
          left.remove(revision.id());
          moved = true;
        }
      }
      if (!moved) {
        throw new IllegalStateException("revisions under others that stay: " + left);
      }
    }
    return steps;
  }

  private Step takeBack(String id) {
    count(id, -1);
    var to =
        graph.parents(id).stream()
            .distinct()
            .filter(parent -> covers.getOrDefault(parent, 0) == 0)
            .toList();
    rows.remove(id);
    rows.addAll(to);
    return new Step(
        Optional.of(id), Operation.DOWNGRADE, List.of(id), to, changes(id, to), List.copyOf(rows));
  }

  private static List<RowChange> changes(String id, List<String> to) {
    if (to.isEmpty()) {
      return List.of(new RowChange.Delete(id));
    }
    var changes = new ArrayList<RowChange>();
    to.subList(0, to.size() - 1).forEach(row -> changes.add(new RowChange.Insert(row)));
    changes.add(new RowChange.Update(id, to.getLast()));
    return changes;
  }

  private void count(String id, int by) {
    graph.parents(id).forEach(parent -> covers.merge(parent, by, Integer::sum));
  }
}
