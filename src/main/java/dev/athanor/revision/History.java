package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Lists the revisions of a graph, newest first and the line of a branch together. */
public final class History {
  private static final String CURRENT = "current";

  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Resolver resolver;
  private final List<String> current;
  private final Set<String> flagged;

  /**
   * The history as it looks from a database, or from none.
   *
   * @param current the rows of the version table: what {@code current} in a range means and which
   *     entries are flagged so; empty without a database
   */
  public History(RevisionGraph graph, List<String> current) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.resolver = graph.resolver();
    this.current = List.copyOf(current);
    this.flagged = Set.copyOf(current);
  }

  /** Every revision. */
  public List<HistoryEntry> all() {
    return between("base", "heads");
  }

  /** These revisions of the graph, in the order given. */
  public List<HistoryEntry> entries(List<String> ids) {
    return ids.stream().map(id -> entry(nodes.withId(id))).toList();
  }

  /**
   * The revisions of a range, both ends included.
   *
   * @param range {@code a:b}, {@code a:}, {@code :b}; an end may be {@code current} or relative:
   *     {@code +N} counts from the lower end, {@code -N} from the upper
   * @throws AthanorException {@code RangeSyntax}, or what is wrong with an end
   */
  public List<HistoryEntry> range(String range) {
    int colon = range.indexOf(':');
    if (colon < 0 || colon != range.lastIndexOf(':')) {
      throw new AthanorException(
          Reason.RANGE_SYNTAX, "'" + range + "' is no range; write <from>:<to>, <from>: or :<to>.");
    }
    var from = range.substring(0, colon).strip();
    var to = range.substring(colon + 1).strip();
    return between(
        from.isEmpty() || (from.equals(CURRENT) && current.isEmpty()) ? "base" : from,
        to.isEmpty() || (to.equals(CURRENT) && current.isEmpty()) ? "heads" : to);
  }

  private List<HistoryEntry> between(String from, String to) {
    var upper = upper(from, to);
    var lower = lower(from, upper, to);
    resolver.refuseOverlap("The range ends at", "name one end", upper);
    var required = nodes.ancestors(upper);
    checkLower(from, lower, to, required);
    resolver.refuseOverlap("The range starts at", "name one start", lower);
    var wanted = required;
    wanted.andNot(nodes.ancestors(lower));
    Arrays.stream(lower).forEach(wanted::set);
    if (lower.length > 0) {
      wanted.and(nodes.lineUp(lower));
    }
    var entries = new ArrayList<HistoryEntry>();
    for (int node : Order.childrenFirst(nodes, wanted, upper)) {
      entries.add(entry(node));
    }
    return entries;
  }

  private int[] upper(String from, String to) {
    int[] upper;
    var target = Target.parse(to);
    if (to.equals(CURRENT)) {
      upper = resolver.rows(current);
    } else if (target.relative()) {
      var start = from.equals(CURRENT) ? current : start(target, from);
      upper = new int[] {new Upgrade(graph).aboveBase(target, start, true)};
    } else {
      upper = Arrays.stream(resolver.absolute(target)).distinct().toArray();
    }
    int at = from.indexOf('@');
    if (at < 0) {
      return upper;
    }
    return Resolver.on(branch(from.substring(0, at)), upper);
  }

  /** What goes by the label; of an id, by its only label, else what is on its line. */
  private BitSet branch(String name) {
    int node = resolver.narrowing(name);
    var labels = graph.branchLabels();
    if (nodes.labels().containsKey(name)) {
      return labels.holders(name);
    }
    var own = labels.of(node);
    return own.size() == 1 ? labels.holders(own.getFirst()) : resolver.line(name);
  }

  private List<String> start(Target target, String from) {
    return target.fromCurrent() && target.steps().orElse(0) > 0 ? graph.resolve(from) : List.of();
  }

  private int[] lower(String from, int[] upper, String to) {
    if (from.equals(CURRENT)) {
      return resolver.rows(current);
    }
    var target = Target.parse(from);
    int steps = target.steps().orElse(0);
    if (!target.fromCurrent() || steps >= 0) {
      return Arrays.stream(graph.resolveNodes(from)).distinct().toArray();
    }
    var tips = to.equals(CURRENT) ? upper : graph.effectiveHeadNodes();
    var found = Arrays.stream(graph.fromTips(target, -steps, tips)).distinct().toArray();
    return found;
  }

  private void checkLower(String from, int[] lower, String to, BitSet required) {
    for (int node : lower) {
      if (node == Nodes.NONE || (node >= 0 && !required.get(node))) {
        throw notAncestor(from, to);
      }
    }
    if (Arrays.stream(lower).anyMatch(node -> node == Walk.TOO_FAR)) {
      var heads = graph.effectiveHeadNodes();
      if (to.equals("heads") && heads.length > 1) {
        throw resolver.multipleHeads(from, heads);
      }
      var tooFar =
          new Walk(graph, Target.parse(from))
              .outOfRange("there are not so many below '" + to + "'");
      // Alembic's reason: it takes heads for the branch to count on
      throw to.equals("heads")
          ? new AthanorException(Reason.NO_SUCH_BRANCH, tooFar.message())
          : tooFar;
    }
  }

  private AthanorException notAncestor(String from, String to) {
    return new AthanorException(
        Reason.RANGE_NOT_ANCESTOR,
        "'"
            + from
            + "' is not below '"
            + to
            + "' on its line; turn the range round, or leave an"
            + " end out.");
  }

  private HistoryEntry entry(int node) {
    var flags = EnumSet.noneOf(HistoryEntry.Flag.class);
    if (nodes.dependants(node).length == 0) {
      flags.add(HistoryEntry.Flag.HEAD);
    } else if (nodes.children(node).length == 0) {
      flags.add(HistoryEntry.Flag.EFFECTIVE_HEAD);
    }
    if (flagged.contains(nodes.id(node))) {
      flags.add(HistoryEntry.Flag.CURRENT);
    }
    if (nodes.children(node).length > 1) {
      flags.add(HistoryEntry.Flag.BRANCHPOINT);
    }
    if (nodes.down(node).length > 1) {
      flags.add(HistoryEntry.Flag.MERGEPOINT);
    }
    return new HistoryEntry(nodes.revision(node), flags, graph.branchLabels().of(node));
  }
}
