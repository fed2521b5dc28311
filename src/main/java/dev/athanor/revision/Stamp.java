package dev.athanor.revision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Plans a stamp. Rows that a target implies, or that imply it, give way to it; the others stay; a
 * {@code label@base} takes away what stands on that line's bases and leaves the rest applied.
 */
final class Stamp {
  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Resolver resolver;

  Stamp(RevisionGraph graph) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.resolver = graph.resolver();
  }

  Plan plan(List<String> current, List<String> expressions, boolean purge) {
    var expression = String.join(" ", expressions);
    var rows = purge ? new int[0] : resolver.rows(current);
    var goals = new LinkedHashSet<Integer>();
    var touched = new LinkedHashSet<Integer>();
    var left = nodes.ancestors(rows);
    var targets = expressions.stream().map(Target::parse).toList();
    targets.forEach(target -> checkFirst(target, rows));
    for (var target : targets) {
      var found = resolver.absolute(target);
      Arrays.stream(found).forEach(goals::add);
      touch(target, found, rows, touched);
      if (found.length == 0) {
        left = withoutLine(left, target);
      }
    }
    var goal = goals.stream().mapToInt(Integer::intValue).toArray();
    var steps = steps(current, rows, after(left, goal), touched, goal, purge);
    return new Plan(Operation.STAMP, current, expression, nodes.ids(goal), steps);
  }

  /** As in Alembic, all targets are looked at before any is sought on the branch of its label. */
  private void checkFirst(Target target, int... rows) {
    boolean heads = target.name().stream().anyMatch(List.of("head", "heads")::contains);
    if ((heads && !target.relative()) || (rows.length > 0 && target.label().isEmpty())) {
      resolver.absolute(target);
    } else if (rows.length > 0) {
      target.label().ifPresent(resolver::narrowing);
    }
  }

  /** Adds the rows that have to do with the target or its label, in the order they are read. */
  private void touch(Target target, int[] found, int[] rows, Set<Integer> touched) {
    var near = new BitSet();
    if (target.label().isPresent()) {
      int branch = resolver.branch(target.label().get());
      near.or(related(branch));
    }
    near.or(related(found));
    boolean all = found.length == 0 && target.label().isEmpty();
    Arrays.stream(rows).filter(row -> all || near.get(row)).forEach(touched::add);
  }

  private BitSet related(int... some) {
    var related = nodes.ancestors(some);
    related.or(nodes.descendants(some));
    return related;
  }

  /** What stays applied when a base is asked for: all, or what has to do with the label, goes. */
  private BitSet withoutLine(BitSet applied, Target target) {
    if (target.label().isEmpty()) {
      return new BitSet();
    }
    int branch = resolver.branch(target.label().get());
    var near = related(branch);
    var rows = Rows.maximal(nodes, applied);
    var left = nodes.ancestors(Resolver.on(near, rows));
    left.andNot(nodes.descendants(Resolver.on(nodes.lineDown(branch), graph.baseNodes())));
    left.or(nodes.ancestors(Arrays.stream(rows).filter(row -> !near.get(row)).toArray()));
    return left;
  }

  /** The rows afterwards: the highest of what stays and what the targets bring. */
  private BitSet after(BitSet left, int... goals) {
    var rows = bits(Rows.maximal(nodes, left));
    rows.andNot(nodes.descendants(goals));
    rows.or(bits(goals));
    return bits(Rows.maximal(nodes, nodes.ancestors(rows.stream().toArray())));
  }

  private List<Step> steps(
      List<String> current,
      int[] rows,
      BitSet after,
      Set<Integer> touched,
      int[] goals,
      boolean purge) {
    var leaving =
        new ArrayList<>(
            IntStream.concat(touched.stream().mapToInt(Integer::intValue), Arrays.stream(rows))
                .distinct()
                .filter(row -> !after.get(row))
                .mapToObj(nodes::id)
                .toList());
    var before = bits(rows);
    var arriving = new LinkedHashSet<Integer>();
    Arrays.stream(goals).filter(after::get).forEach(arriving::add);
    after.stream().forEach(arriving::add);
    arriving.removeIf(before::get);
    var moves = new Moves(purge ? current : nodes.ids(rows), purge);
    if (arriving.isEmpty()) {
      leaving.forEach(row -> moves.move(List.of(row), List.of()));
      return moves.steps();
    }
    int taker = taker(arriving, touched);
    if (Arrays.stream(goals).noneMatch(arriving::contains)) {
      moves.move(leaving, nodes.ids(arriving.stream().mapToInt(Integer::intValue).toArray()));
      return moves.steps();
    }
    for (int node : arriving) {
      moves.move(node == taker ? leaving : List.of(), nodes.ids(node));
    }
    return moves.steps();
  }

  /** The one that takes the place of those that leave: the first that has to do with any. */
  private int taker(Set<Integer> arriving, Set<Integer> touched) {
    for (int node : arriving) {
      var near = related(node);
      if (touched.stream().anyMatch(near::get)) {
        return node;
      }
    }
    return arriving.iterator().next();
  }

  private static BitSet bits(int... some) {
    var bits = new BitSet();
    Arrays.stream(some).forEach(bits::set);
    return bits;
  }

  /** The steps so far and the rows after them. */
  private static final class Moves {
    private final List<Step> steps = new ArrayList<>();
    private final TreeSet<String> rows;
    private final List<String> purged;
    private boolean purge;

    Moves(List<String> rows, boolean purge) {
      this.rows = new TreeSet<>(rows);
      this.purged = List.copyOf(rows);
      this.purge = purge;
    }

    void move(List<String> from, List<String> to) {
      var changes = new ArrayList<RowChange>();
      var gone = new ArrayList<>(from);
      if (purge) {
        changes.add(new RowChange.DeleteAll());
        gone.addAll(purged);
        rows.clear();
        purge = false;
      }
      changes.addAll(Rows.changes(from, to));
      from.forEach(rows::remove);
      rows.addAll(to);
      steps.add(new Step(Optional.empty(), Operation.STAMP, gone, to, changes, List.copyOf(rows)));
    }

    List<Step> steps() {
      if (purge && !purged.isEmpty()) {
        move(List.of(), List.of());
      }
      return steps;
    }
  }
}
