package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.BitSet;
import java.util.Optional;

/** Goes a number of steps up or down a line, by {@code down-revision} alone. */
final class Walk {
  /** Where a walk down ends that was to go on below the base. */
  static final int TOO_FAR = -2;

  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Target target;

  Walk(RevisionGraph graph, Target target) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.target = target;
  }

  /**
   * The node so many steps above one, or above the base when that is -1.
   *
   * @param line where given, forks are decided by it
   * @param stopAtEnd whether to stay at the last one when there are not so many
   */
  int up(int from, int steps, Optional<BitSet> line, boolean stopAtEnd) {
    int node = from;
    for (int step = 0; step < steps; step++) {
      var above = node == Nodes.NONE ? graph.baseNodes() : nodes.children(node);
      var onLine = line.isPresent() ? Resolver.on(line.get(), above) : above;
      if (onLine.length == 0) {
        if (stopAtEnd) {
          return node;
        }
        throw outOfRange(
            (step == 0 ? "nothing is" : "there are only " + step) + " above " + name(from));
      }
      node = only(node, onLine);
    }
    return node;
  }

  /** The node so many steps below one; -1 when that is the base. */
  int down(int from, int steps) {
    int node = below(from, steps);
    if (node == TOO_FAR) {
      throw outOfRange("there are not so many below " + name(from));
    }
    return node;
  }

  /** The same, and {@link #TOO_FAR} when it ends before. */
  int below(int from, int steps) {
    int node = from;
    for (int step = 0; step < steps; step++) {
      if (node == Nodes.NONE) {
        return TOO_FAR;
      }
      node = nodes.down(node).length == 0 ? Nodes.NONE : only(node, nodes.down(node));
    }
    return node;
  }

  AthanorException outOfRange(String why) {
    return new AthanorException(
        Reason.RELATIVE_OUT_OF_RANGE,
        "'"
            + target.expression()
            + "' leads to no revision: "
            + why
            + ". Name the revision, or count again.");
  }

  private int only(int at, int... choices) {
    if (choices.length > 1) {
      throw new AthanorException(
          Reason.AMBIGUOUS_WALK,
          "'"
              + target.expression()
              + "' can mean several revisions: next to "
              + name(at)
              + " are "
              + Resolver.list(nodes.ids(choices))
              + ". Name the revision, or the branch as in <label>@+1.");
    }
    return choices[0];
  }

  private String name(int node) {
    return node == Nodes.NONE ? "the base" : "'" + nodes.id(node) + "'";
  }
}
