package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Plans a way from the rows of a version table to a target. After every step of a plan the rows are
 * exactly the applied revisions that no other applied one has as parent or dependency.
 *
 * <p>Every method throws {@link AthanorException} with a reason that tells a wrong target from rows
 * that do not fit the graph.
 */
public final class Planner {
  private final RevisionGraph graph;

  /** A planner over this graph. */
  public Planner(RevisionGraph graph) {
    this.graph = graph;
  }

  /**
   * The way up.
   *
   * @param current the rows of the version table
   * @param target an expression; {@code +N} counts from the current revision
   */
  public Plan upgrade(List<String> current, String target) {
    refuseRange(target);
    return new Upgrade(graph).plan(current, target);
  }

  /**
   * The way down.
   *
   * @param current the rows of the version table
   * @param target an expression; {@code -N} counts from the current revision
   */
  public Plan downgrade(List<String> current, String target) {
    refuseRange(target);
    return new Downgrade(graph).plan(current, target);
  }

  /**
   * Other rows, without running anything.
   *
   * @param current the rows of the version table; with purge they may be unknown
   * @param targets one or more expressions
   * @param purge whether to forget every row first
   */
  public Plan stamp(List<String> current, List<String> targets, boolean purge) {
    targets.forEach(Planner::refuseRange);
    return new Stamp(graph).plan(current, targets, purge);
  }

  /**
   * The steps that run revisions which the rows imply already, in the order that an upgrade has.
   * The rows stay as they are.
   *
   * @param current the rows of the version table
   * @param revisions ids of revisions that these imply
   */
  public List<Step> inPlace(List<String> current, Collection<String> revisions) {
    var nodes = graph.nodes();
    var todo = new BitSet();
    revisions.forEach(id -> todo.set(nodes.withId(id)));
    var steps = new ArrayList<Step>();
    for (int node : Order.parentsFirst(nodes, todo, todo.stream().toArray())) {
      steps.add(
          new Step(
              Optional.of(nodes.id(node)),
              Operation.UPGRADE,
              List.of(),
              List.of(),
              List.of(),
              current.stream().sorted().toList()));
    }
    return steps;
  }

  /** The way up without a database: {@code [from:]to}, from the base when there is no from. */
  public Plan upgradeOffline(String range) {
    var ends = OfflineRange.parse(range);
    return new Upgrade(graph).plan(start(ends), ends.to());
  }

  /** The way down without a database: {@code from:to}. */
  public Plan downgradeOffline(String range) {
    var ends = OfflineRange.parse(range);
    if (ends.from().isEmpty()) {
      throw new AthanorException(
          Reason.RANGE_REQUIRED,
          "Without a database a downgrade must be told where it starts: write '<from>:"
              + range
              + "'.");
    }
    return new Downgrade(graph).plan(start(ends), ends.to());
  }

  /** Other rows without a database: each target {@code [from:]to}, with one from for all. */
  public Plan stampOffline(List<String> targets, boolean purge) {
    if (purge) {
      throw new AthanorException(
          Reason.PURGE_NOT_ALLOWED_OFFLINE,
          "--purge forgets the rows of a database, and there is none; leave it out, or leave"
              + " --sql out.");
    }
    var ranges = targets.stream().map(OfflineRange::parse).toList();
    var starts = ranges.stream().flatMap(range -> range.from().stream()).distinct().toList();
    if (starts.size() > 1) {
      throw new AthanorException(
          Reason.RANGE_SYNTAX,
          "The targets start from several revisions ("
              + Resolver.list(starts)
              + "); write the same one before each ':'.");
    }
    var current = ranges.stream().filter(range -> range.from().isPresent()).findFirst();
    return new Stamp(graph)
        .plan(
            current.map(this::start).orElse(List.of()),
            ranges.stream().map(OfflineRange::to).toList(),
            false);
  }

  private List<String> start(OfflineRange range) {
    if (range.from().isEmpty()) {
      return List.of();
    }
    int node = graph.resolver().single(range.from().get());
    return node == Nodes.NONE ? List.of() : graph.nodes().ids(node);
  }

  private static void refuseRange(String target) {
    if (target.indexOf(':') >= 0) {
      throw new AthanorException(
          OfflineRange.hasOneColon(target) ? Reason.RANGE_NOT_ALLOWED : Reason.RANGE_SYNTAX,
          "'"
              + target
              + "' is a range, which only --sql takes, where there is no database to"
              + " start from; write only where to go.");
    }
  }
}
