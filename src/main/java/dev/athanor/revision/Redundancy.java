package dev.athanor.revision;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Leaves out a dependency that an ancestor by {@code down-revision} lists itself: whoever repeats
 * it down the line says nothing new, and the version table would otherwise gain a row for it.
 */
final class Redundancy {
  private final int[][] dependencies;
  private final int[][] down;
  private final int[] rank;
  private final int[] users;
  private final int[] lowestUser;

  private Redundancy(int[][] dependencies, int[][] down, int[] rank) {
    this.dependencies = dependencies;
    this.down = down;
    this.rank = rank;
    this.users = new int[down.length];
    this.lowestUser = new int[down.length];
    Arrays.fill(lowestUser, Integer.MAX_VALUE);
    for (int node = 0; node < down.length; node++) {
      for (int dependency : dependencies[node]) {
        users[dependency]++;
        lowestUser[dependency] = Math.min(lowestUser[dependency], rank[node]);
      }
    }
  }

  /** The dependencies of each node without the redundant ones. */
  static int[][] without(int[][] dependencies, int[][] down, int[][] direct, int[][] dependants) {
    if (Arrays.stream(dependencies).allMatch(some -> some.length == 0)) {
      return dependencies;
    }
    var order = GraphCheck.parentsFirst(direct, dependants);
    var rank = new int[order.length];
    for (int at = 0; at < order.length; at++) {
      rank[order[at]] = at;
    }
    var redundancy = new Redundancy(dependencies, down, rank);
    var needed = new int[dependencies.length][];
    for (int node = 0; node < needed.length; node++) {
      int from = node;
      needed[node] =
          Arrays.stream(dependencies[node])
              .filter(dependency -> !redundancy.listedBelow(from, dependency))
              .toArray();
    }
    return needed;
  }

  private boolean listedBelow(int node, int dependency) {
    if (users[dependency] == 1) {
      return false;
    }
    var seen = new BitSet();
    var todo = new IntStack();
    todo.push(node);
    while (!todo.isEmpty()) {
      for (int below : down[todo.pop()]) {
        if (rank[below] >= lowestUser[dependency] && !seen.get(below)) {
          seen.set(below);
          for (int listed : dependencies[below]) {
            if (listed == dependency) {
              return true;
            }
          }
          todo.push(below);
        }
      }
    }
    return false;
  }
}
