package dev.athanor.revision;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The version table while a plan goes along. Its rows are the applied revisions that no other
 * applied one has as parent or dependency; a step only ever touches those next to its revision.
 */
final class Rows {
  private final Nodes nodes;
  private final BitSet applied;

  /** For each node, how many applied ones stand directly on it. */
  private final int[] covers;

  private final List<String> sorted = new ArrayList<>();

  /** The rows of a database at which exactly these are applied. */
  Rows(Nodes nodes, BitSet applied) {
    this.nodes = nodes;
    this.applied = (BitSet) applied.clone();
    this.covers = new int[nodes.size()];
    applied.stream().forEach(node -> count(node, 1));
    applied.stream().filter(this::uncovered).forEach(node -> sorted.add(nodes.id(node)));
    Collections.sort(sorted);
  }

  /** The maximal ones among nodes that are closed downwards, in load order. */
  static int[] maximal(Nodes nodes, BitSet closed) {
    var covered = new BitSet();
    closed.stream()
        .forEach(
            node -> {
              for (int parent : nodes.parents(node)) {
                covered.set(parent);
              }
            });
    return closed.stream().filter(node -> !covered.get(node)).toArray();
  }

  Step apply(int node) {
    var from = new ArrayList<String>();
    for (int parent : nodes.parents(node)) {
      if (uncovered(parent)) {
        from.add(nodes.id(parent));
      }
    }
    applied.set(node);
    count(node, 1);
    return step(node, Operation.UPGRADE, from, List.of(nodes.id(node)));
  }

  Step takeBack(int node) {
    applied.clear(node);
    count(node, -1);
    var to = new ArrayList<String>();
    for (int parent : nodes.parents(node)) {
      if (uncovered(parent)) {
        to.add(nodes.id(parent));
      }
    }
    return step(node, Operation.DOWNGRADE, List.of(nodes.id(node)), to);
  }

  private Step step(int node, Operation direction, List<String> from, List<String> to) {
    from.forEach(row -> sorted.remove(Collections.binarySearch(sorted, row)));
    to.forEach(row -> sorted.add(-Collections.binarySearch(sorted, row) - 1, row));
    return new Step(Optional.of(nodes.id(node)), direction, from, to, changes(from, to), sorted);
  }

  private void count(int node, int by) {
    for (int parent : nodes.parents(node)) {
      covers[parent] += by;
    }
  }

  private boolean uncovered(int node) {
    return applied.get(node) && covers[node] == 0;
  }

  /** The fewest statements that put rows in the place of others: the last pair is an update. */
  static List<RowChange> changes(List<String> from, List<String> to) {
    var changes = new ArrayList<RowChange>();
    boolean update = !from.isEmpty() && !to.isEmpty();
    for (var row : update ? from.subList(0, from.size() - 1) : from) {
      changes.add(new RowChange.Delete(row));
    }
    for (var row : update ? to.subList(0, to.size() - 1) : to) {
      changes.add(new RowChange.Insert(row));
    }
    if (update) {
      changes.add(new RowChange.Update(from.getLast(), to.getLast()));
    }
    return changes;
  }
}
