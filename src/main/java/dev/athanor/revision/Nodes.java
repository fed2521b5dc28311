package dev.athanor.revision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The revisions as numbers, 0 to n-1 in load order, and the edges between them as arrays: what
 * every walk over the graph uses, so that a hundred thousand revisions are no burden. Immutable
 * once built; whoever reads an array leaves it as it is.
 */
final class Nodes {
  /** Where there is no node. */
  static final int NONE = -1;

  private final List<Revision> revisions;
  private final Map<String, Integer> byId;
  private final Map<String, Integer> byLabel;
  private final int[][] down;
  private final int[][] parents;
  private final int[][] children;
  private final int[][] dependants;

  private Nodes(
      List<Revision> revisions,
      Map<String, Integer> byId,
      Map<String, Integer> byLabel,
      int[][] down,
      int[][] dependencies) {
    this.revisions = revisions;
    this.byId = byId;
    this.byLabel = byLabel;
    this.down = down;
    var direct = union(down, dependencies);
    this.children = reversed(down);
    this.dependants = reversed(direct);
    GraphCheck.refuseCycles(revisions, down, children, direct, dependants);
    this.parents = union(down, Redundancy.without(dependencies, down, direct, dependants));
  }

  /** Numbers and wires the revisions; throws what is wrong with them as a graph. */
  static Nodes of(Collection<Revision> inLoadOrder) {
    var revisions = List.copyOf(inLoadOrder);
    var byId = HashMap.<String, Integer>newHashMap(revisions.size());
    revisions.forEach(GraphCheck::checkAlone);
    for (int node = 0; node < revisions.size(); node++) {
      var before = byId.putIfAbsent(revisions.get(node).id(), node);
      if (before != null) {
        throw GraphCheck.duplicate(revisions.get(before), revisions.get(node));
      }
    }
    var byLabel = labels(revisions, byId);
    var down = new int[revisions.size()][];
    var dependencies = new int[revisions.size()][];
    for (int node = 0; node < down.length; node++) {
      var revision = revisions.get(node);
      dependencies[node] =
          revision.dependsOn().stream()
              .mapToInt(name -> byId.getOrDefault(name, byLabel.getOrDefault(name, NONE)))
              .distinct()
              .toArray();
      GraphCheck.checkDependencies(revision, revisions, dependencies[node], node);
    }
    for (int node = 0; node < down.length; node++) {
      var revision = revisions.get(node);
      down[node] =
          revision.downRevisions().stream()
              .mapToInt(id -> byId.getOrDefault(id, NONE))
              .distinct()
              .toArray();
      GraphCheck.checkDown(revision, down[node]);
    }
    return new Nodes(revisions, byId, byLabel, down, dependencies);
  }

  private static Map<String, Integer> labels(List<Revision> revisions, Map<String, Integer> byId) {
    var byLabel = new LinkedHashMap<String, Integer>();
    for (int node = 0; node < revisions.size(); node++) {
      for (var label : revisions.get(node).branchLabels()) {
        var used = byId.getOrDefault(label, byLabel.getOrDefault(label, NONE));
        if (used != NONE) {
          throw GraphCheck.duplicateLabel(label, revisions.get(node), revisions.get(used));
        }
        byLabel.put(label, node);
      }
    }
    return byLabel;
  }

  int size() {
    return revisions.size();
  }

  Revision revision(int node) {
    return revisions.get(node);
  }

  List<Revision> revisions() {
    return revisions;
  }

  String id(int node) {
    return revisions.get(node).id();
  }

  List<String> ids(int... nodes) {
    var ids = new ArrayList<String>(nodes.length);
    for (int node : nodes) {
      ids.add(id(node));
    }
    return ids;
  }

  /** In load order. */
  List<String> ids(BitSet nodes) {
    return ids(nodes.stream().toArray());
  }

  /** The node with exactly this id, or {@link #NONE}. */
  int withId(String id) {
    return byId.getOrDefault(id, NONE);
  }

  /** The node with exactly this id or, failing that, this label, or {@link #NONE}. */
  int named(String name) {
    return byId.getOrDefault(name, byLabel.getOrDefault(name, NONE));
  }

  /** Every label with the node that carries it, in load order. */
  Map<String, Integer> labels() {
    return byLabel;
  }

  /** The nodes that this one's {@code down-revision} names. */
  int[] down(int node) {
    return down[node];
  }

  /** What must be applied before this one: {@code down-revision} and what is left of depends-on. */
  int[] parents(int node) {
    return parents[node];
  }

  /** The nodes whose {@code down-revision} names this one. */
  int[] children(int node) {
    return children[node];
  }

  /** The nodes whose {@code down-revision} or {@code depends-on} names this one. */
  int[] dependants(int node) {
    return dependants[node];
  }

  /** These nodes and all below them by {@code down-revision}. */
  BitSet lineDown(int... from) {
    return reach(down, from);
  }

  /** These nodes and all above them by {@code down-revision}. */
  BitSet lineUp(int... from) {
    return reach(children, from);
  }

  /** These nodes and all they imply, dependencies included. */
  BitSet ancestors(int... from) {
    return reach(parents, from);
  }

  /** These nodes and all that imply them, dependencies included. */
  BitSet descendants(int... from) {
    return reach(dependants, from);
  }

  private static BitSet reach(int[][] edges, int... from) {
    var reached = new BitSet(edges.length);
    var todo = new IntStack();
    for (int node : from) {
      if (!reached.get(node)) {
        reached.set(node);
        todo.push(node);
      }
    }
    while (!todo.isEmpty()) {
      for (int next : edges[todo.pop()]) {
        if (!reached.get(next)) {
          reached.set(next);
          todo.push(next);
        }
      }
    }
    return reached;
  }

  private static int[][] union(int[][] first, int[][] second) {
    var both = new int[first.length][];
    for (int node = 0; node < both.length; node++) {
      both[node] =
          second[node].length == 0
              ? first[node]
              : IntStream.concat(Arrays.stream(first[node]), Arrays.stream(second[node]))
                  .distinct()
                  .toArray();
    }
    return both;
  }

  private static int[][] reversed(int[][] edges) {
    var counts = new int[edges.length];
    for (var targets : edges) {
      for (int target : targets) {
        counts[target]++;
      }
    }
    var reversed = new int[edges.length][];
    for (int node = 0; node < edges.length; node++) {
      reversed[node] = new int[counts[node]];
      counts[node] = 0;
    }
    for (int node = 0; node < edges.length; node++) {
      for (int target : edges[node]) {
        reversed[target][counts[target]++] = node;
      }
    }
    return reversed;
  }
}
