package dev.athanor.revision;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which labels a revision goes by. A label holds for the revision that carries it and all that
 * descend from it; where these are one line without a fork or merge, it holds back to the nearest
 * branch or merge point below too, so that a label may be put anywhere on a line.
 */
final class BranchLabels {
  private final Map<String, BitSet> holders = new LinkedHashMap<>();

  BranchLabels(Nodes nodes) {
    nodes.labels().forEach((label, carrier) -> holders.put(label, spread(nodes, carrier)));
  }

  /** Sorted. */
  List<String> of(int node) {
    return holders.entrySet().stream()
        .filter(entry -> entry.getValue().get(node))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The nodes that go by the label; none when nobody carries it. */
  BitSet holders(String label) {
    return holders.getOrDefault(label, new BitSet());
  }

  private static BitSet spread(Nodes nodes, int carrier) {
    var held = nodes.lineUp(carrier);
    int node = carrier;
    while (nodes.children(node).length == 1) {
      node = nodes.children(node)[0];
    }
    while (nodes.dependants(node).length <= 1 && nodes.down(node).length <= 1) {
      held.set(node);
      if (nodes.down(node).length == 0) {
        break;
      }
      node = nodes.down(node)[0];
    }
    return held;
  }
}
