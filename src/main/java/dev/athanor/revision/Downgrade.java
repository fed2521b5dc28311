package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Plans the way down: everything applied that stands on what the target leaves behind. */
final class Downgrade {
  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Resolver resolver;

  /** Where to: a node, -1 for the base, and the branch that narrows what goes. */
  private record Goal(int node, Optional<String> label) {}

  Downgrade(RevisionGraph graph) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.resolver = graph.resolver();
  }

  Plan plan(List<String> current, String expression) {
    var target = Target.parse(expression);
    var goal = goal(target, current);
    var roots = roots(goal, expression);
    var rows = resolver.rows(current);
    var applied = nodes.ancestors(rows);
    var todo = nodes.descendants(roots);
    todo.and(applied);
    if (todo.isEmpty() && goal.node() != Nodes.NONE && !contains(rows, goal.node())) {
      throw nothingAbove(expression, goal.node(), applied, current);
    }
    resolver.refuseOverlappingRows(rows);
    checkBranch(goal);
    var table = new Rows(nodes, applied);
    var steps = new ArrayList<Step>(todo.cardinality());
    for (int node : Order.childrenFirst(nodes, todo, rows)) {
      steps.add(table.takeBack(node));
    }
    var targets = goal.node() == Nodes.NONE ? List.<String>of() : nodes.ids(goal.node());
    return new Plan(Operation.DOWNGRADE, current, expression, targets, steps);
  }

  private Goal goal(Target target, List<String> current) {
    if (!target.relative()) {
      // the name is looked up without the label, as Alembic does: it narrows only what goes
      return new Goal(resolver.single(withoutLabel(target)), target.label());
    }
    int steps = target.steps().orElseThrow();
    var walk = new Walk(graph, target);
    if (!target.fromCurrent()) {
      return new Goal(new Upgrade(graph).relative(target, current, false), target.label());
    }
    if (steps >= 0) {
      throw walk.outOfRange("a downgrade goes down, from where the database is by -1 or more");
    }
    int row = start(target, walk, current);
    var label = target.label().or(() -> Optional.of(nodes.id(row)));
    return new Goal(walk.down(row, -steps), label);
  }

  private static Target withoutLabel(Target target) {
    var name = target.name().orElse("");
    return target.label().isEmpty() ? target : Target.parse(name);
  }

  /** Where {@code -N} counts from: the only row; with a label the only applied tip on its line. */
  private int start(Target target, Walk walk, List<String> current) {
    if (target.label().isEmpty()) {
      var distinct = current.stream().distinct().toList();
      if (distinct.isEmpty()) {
        throw walk.outOfRange("the database is at no revision");
      }
      if (distinct.size() > 1) {
        throw Upgrade.ambiguousCurrent(target, distinct);
      }
      if (!graph.contains(distinct.getFirst())) {
        throw resolver.unknownRow(distinct.getFirst(), Reason.NO_SUCH_BRANCH);
      }
      return resolver.rows(distinct)[0];
    }
    var rows = resolver.rows(current);
    var line = resolver.line(target.label().get());
    var starts = Resolver.on(line, rows);
    if (starts.length == 0) {
      starts = Resolver.on(line, lineTips(nodes, nodes.ancestors(rows)));
    }
    if (starts.length != 1) {
      throw Upgrade.ambiguousCurrent(target, nodes.ids(starts));
    }
    return starts[0];
  }

  /** Those of the applied that no applied one follows, in load order: rows and hidden heads. */
  static int[] lineTips(Nodes nodes, BitSet applied) {
    return applied.stream()
        .filter(node -> Arrays.stream(nodes.children(node)).noneMatch(applied::get))
        .toArray();
  }

  private int[] roots(Goal goal, String expression) {
    var roots = goal.node() == Nodes.NONE ? graph.baseNodes() : nodes.children(goal.node());
    if (goal.label().isEmpty() || roots.length < 2) {
      return roots;
    }
    var below = nodes.lineDown(resolver.branch(goal.label().get()));
    var narrowed = Resolver.on(below, roots);
    if (narrowed.length == 0) {
      throw new AthanorException(
          Reason.INVALID_DOWNGRADE_TARGET,
          "'"
              + expression
              + "' leaves nothing to take back: none of "
              + Resolver.list(nodes.ids(roots))
              + ", which follow the target, leads to '"
              + goal.label().get()
              + "'. Name a revision below it, or leave the label out.");
    }
    return narrowed;
  }

  private void checkBranch(Goal goal) {
    if (goal.label().isEmpty()) {
      return;
    }
    var line = resolver.line(resolver.branch(goal.label().get()));
    if (goal.node() != Nodes.NONE && !line.get(goal.node())) {
      throw resolver.notOnBranch(goal.node(), goal.label().get());
    }
  }

  private AthanorException nothingAbove(
      String expression, int node, BitSet applied, List<String> current) {
    var where = current.isEmpty() ? "at no revision" : "at " + Resolver.list(current);
    var why =
        applied.get(node)
            ? "nothing that is applied follows revision '"
                + nodes.id(node)
                + "', though something depends on it; name a revision below that"
            : "revision '"
                + nodes.id(node)
                + "' is not below that; `downgrade` only goes down, use `upgrade` to get there";
    return new AthanorException(
            Reason.RANGE_NOT_ANCESTOR,
            "'"
                + expression
                + "' leaves nothing to take back: the database is "
                + where
                + ", and "
                + why
                + ".")
        .inRevision(nodes.id(node));
  }

  private static boolean contains(int[] some, int node) {
    return Arrays.stream(some).anyMatch(each -> each == node);
  }
}
