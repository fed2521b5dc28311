package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plans the way up: what the target implies, less what is applied. */
final class Upgrade {
  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Resolver resolver;

  Upgrade(RevisionGraph graph) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.resolver = graph.resolver();
  }

  Plan plan(List<String> current, String expression) {
    var goals = goals(Target.parse(expression), current);
    resolver.refuseOverlap(
        "'" + expression + "' means", "name one of them, for example by its branch", goals);
    var rows = resolver.rows(current);
    resolver.refuseOverlappingRows(rows);
    var applied = nodes.ancestors(rows);
    var todo = nodes.ancestors(goals);
    todo.andNot(applied);
    var table = new Rows(nodes, applied);
    var steps = new ArrayList<Step>(todo.cardinality());
    for (int node : Order.parentsFirst(nodes, todo, goals)) {
      steps.add(table.apply(node));
    }
    return new Plan(Operation.UPGRADE, current, expression, nodes.ids(goals), steps);
  }

  private int[] goals(Target target, List<String> current) {
    if (!target.relative()) {
      return Arrays.stream(resolver.absolute(target)).distinct().toArray();
    }
    return new int[] {aboveBase(target, current, false)};
  }

  /** The node that a relative target means on the way up, where the base will not do. */
  int aboveBase(Target target, List<String> current, boolean stopAtEnd) {
    int node = relative(target, current, stopAtEnd);
    if (node == Nodes.NONE) {
      throw new Walk(graph, target).outOfRange("it ends at the base, which is no revision");
    }
    return node;
  }

  /** The node that a relative target means; -1 for the base. */
  int relative(Target target, List<String> current, boolean stopAtEnd) {
    int steps = target.steps().orElseThrow();
    var walk = new Walk(graph, target);
    if (target.fromCurrent()) {
      if (steps <= 0) {
        throw walk.outOfRange(
            "an upgrade goes up, from where the database is by +1 or more; use `downgrade` to go"
                + " back");
      }
      return walk.up(start(target, current), steps, target.label().map(resolver::line), stopAtEnd);
    }
    var name = target.name().orElseThrow();
    if (steps <= 0) {
      int from = anchor(target, name);
      if (from == Nodes.NONE && steps < 0) {
        throw walk.outOfRange("nothing is below the base");
      }
      return walk.down(from, -steps);
    }
    int from = resolver.single(name);
    return walk.up(from, steps, target.label().map(resolver::line), stopAtEnd);
  }

  private int anchor(Target target, String name) {
    return target.label().isPresent()
        ? resolver.single(Target.parse(target.label().get() + "@" + name))
        : resolver.single(name);
  }

  /**
   * Where {@code +N} counts from: the only row; with a label the only row on its line, else the
   * highest applied revision on it, else below the bases.
   */
  private int start(Target target, List<String> current) {
    var distinct = current.stream().distinct().toList();
    if (target.label().isEmpty() && distinct.size() > 1) {
      throw ambiguousCurrent(target, distinct);
    }
    var rows = resolver.rows(distinct);
    var starts = rows;
    if (target.label().isPresent()) {
      // after the rows: an unknown one is said before an unknown label, as in Alembic
      var line = resolver.line(target.label().get());
      starts = Resolver.on(line, rows);
      if (starts.length == 0) {
        var active = nodes.ancestors(rows);
        active.and(line);
        starts = Rows.maximal(nodes, active);
      }
    }
    if (starts.length > 1) {
      throw ambiguousCurrent(target, nodes.ids(starts));
    }
    return starts.length == 0 ? Nodes.NONE : starts[0];
  }

  static AthanorException ambiguousCurrent(Target target, List<String> rows) {
    return new AthanorException(
        Reason.AMBIGUOUS_CURRENT,
        "'"
            + target.expression()
            + "' counts from where the database is, and "
            + (rows.isEmpty()
                ? "it is nowhere on that branch"
                : "it is at several revisions: " + Resolver.list(rows))
            + ". Name the revision, or the branch as in <label>@"
            + (target.steps().orElse(0) < 0 ? "-1" : "+1")
            + ".");
  }
}
