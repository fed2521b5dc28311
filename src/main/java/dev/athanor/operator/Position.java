package dev.athanor.operator;

import dev.athanor.api.OperationName;
import dev.athanor.error.AthanorException;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import dev.athanor.revision.RevisionGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the database stands, as last seen, seen from where it should be. */
sealed interface Position {
  /** At the target. */
  record At(List<String> targets) implements Position {}

  /** Steps away from the target. */
  record Away(List<String> targets, int steps) implements Position {}

  /**
   * Beyond the target of an upgrade.
   *
   * @param beyond what is in the database and not in the target's past
   */
  record Beyond(List<String> targets, List<String> beyond) implements Position {}

  /**
   * Beside the target: the database has revisions that the set has not, and cannot have all that
   * leads to the target.
   *
   * @param gone what is in the database and not in the set
   */
  record Replaced(List<String> targets, List<String> gone) implements Position {}

  /** Nobody knows before a Job has looked. */
  record Unknown(List<String> targets) implements Position {}

  /** The target means nothing here. */
  record NoSuchTarget(AthanorException error) implements Position {}

  /** The position of what was observed with this set. */
  static Position of(Observed o, RevisionGraph graph) {
    try {
      return o.once() ? ofOnce(o, graph) : ofUpgrade(o, graph);
    } catch (AthanorException e) {
      return new NoSuchTarget(e);
    }
  }

  private static Position ofUpgrade(Observed o, RevisionGraph graph) {
    var targets = graph.resolve(o.target());
    var current = o.status().current();
    if (current == null) {
      return new Unknown(targets);
    }
    var foreign = current.stream().filter(row -> !graph.contains(row)).toList();
    if (!foreign.isEmpty()) {
      return beside(o, graph, targets, foreign)
          ? new Replaced(targets, foreign)
          : new Beyond(targets, foreign);
    }
    var applied = graph.applied(current);
    if (!applied.containsAll(targets)) {
      return new Away(targets, plan(o, graph, current).steps().size());
    }
    return passed(graph, targets, applied) ? new Beyond(targets, current) : new At(targets);
  }

  /** Of what the database had, not enough can be left in the set to make up the target's past. */
  private static boolean beside(
      Observed o, RevisionGraph graph, List<String> targets, List<String> foreign) {
    var applied = o.status().applied();
    return applied != null && graph.applied(targets).size() > applied.revisions() - foreign.size();
  }

  /** With an applied child a target is passed; the base is by anything. */
  private static boolean passed(RevisionGraph graph, List<String> targets, Set<String> applied) {
    return targets.isEmpty()
        ? !applied.isEmpty()
        : targets.stream().flatMap(id -> graph.children(id).stream()).anyMatch(applied::contains);
  }

  /**
   * What is done once is planned here only before its first attempt: after that the database may be
   * half-way, and only its journal knows what the target was. Revisions that are not in the set any
   * more may be in the database's archive, so a plan that misses them is the Job's to make.
   */
  private static Position ofOnce(Observed o, RevisionGraph graph) {
    var current = o.status().current();
    if (current == null || o.lastForAsked().isPresent() || !allIn(graph, current)) {
      return new Unknown(List.of());
    }
    var plan = plan(o, graph, current);
    return plan.steps().isEmpty()
        ? new At(plan.targets())
        : new Away(plan.targets(), plan.steps().size());
  }

  private static Plan plan(Observed o, RevisionGraph graph, List<String> current) {
    var planner = new Planner(graph);
    var target = o.target();
    return switch (o.spec().operation()) {
      case UPGRADE -> planner.upgrade(current, target);
      case DOWNGRADE -> planner.downgrade(current, target);
      case STAMP -> planner.stamp(current, List.of(target.split(" ", -1)), false);
    };
  }

  private static boolean allIn(RevisionGraph graph, List<String> rows) {
    return new HashSet<>(rows).stream().allMatch(graph::contains);
  }

  /** What the target resolved to, where that is known. */
  static Optional<List<String>> targets(Position position, OperationName operation) {
    return switch (position) {
      case At(var targets) -> Optional.of(targets);
      case Away(var targets, _) -> Optional.of(targets);
      case Beyond(var targets, _) -> Optional.of(targets);
      case Replaced(var targets, _) -> Optional.of(targets);
      case Unknown(var targets) ->
          operation == OperationName.UPGRADE && !targets.isEmpty()
              ? Optional.of(targets)
              : Optional.empty();
      case NoSuchTarget _ -> Optional.empty();
    };
  }

  /** How many steps there are to the target, where that is known. */
  static Optional<Integer> pending(Position position) {
    return switch (position) {
      case At _ -> Optional.of(0);
      case Away(_, var steps) -> Optional.of(steps);
      case Beyond _, Replaced _, Unknown _, NoSuchTarget _ -> Optional.empty();
    };
  }
}
