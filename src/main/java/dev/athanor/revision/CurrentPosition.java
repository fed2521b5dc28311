package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where a database is, seen from its version rows: what {@code current} and {@code check} ask. */
public final class CurrentPosition {
  private final RevisionGraph graph;
  private final Nodes nodes;
  private final int[] rows;

  /**
   * The position that these rows stand for.
   *
   * @throws AthanorException {@code UnknownRevision} for a row that is not in the graph
   */
  public CurrentPosition(RevisionGraph graph, List<String> rows) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.rows = graph.resolver().rows(rows);
  }

  /**
   * The applied revisions that no applied one follows, sorted: the rows, and those heads that have
   * no row because a row depends on them.
   */
  public List<String> shown() {
    return nodes.ids(Downgrade.lineTips(nodes, nodes.ancestors(rows))).stream().sorted().toList();
  }

  /** The revisions that {@code upgrade heads} would still run, parents first. */
  public List<String> pending() {
    var todo = nodes.ancestors(graph.effectiveHeadNodes());
    todo.andNot(nodes.ancestors(rows));
    return nodes.ids(Order.parentsFirst(nodes, todo, graph.effectiveHeadNodes()));
  }

  /** Whether every revision of the set is applied. */
  public boolean atHeads() {
    return Arrays.equals(Arrays.stream(rows).sorted().toArray(), graph.effectiveHeadNodes());
  }

  /**
   * What {@code current --check-heads} asks, also of rows that are not in the graph.
   *
   * @throws AthanorException {@code DatabaseNotAtHead}
   */
  public static void requireHeads(RevisionGraph graph, List<String> rows) {
    if (!Set.copyOf(rows).equals(Set.copyOf(graph.effectiveHeads()))) {
      throw notAtHeads(Reason.DATABASE_NOT_AT_HEAD, graph, rows);
    }
  }

  /** What {@code check} asks: throws {@code DatabaseNotUpToDate}. */
  public void requireUpToDate() {
    if (!atHeads()) {
      throw notAtHeads(Reason.DATABASE_NOT_UP_TO_DATE, graph, nodes.ids(rows));
    }
  }

  private static AthanorException notAtHeads(
      Reason reason, RevisionGraph graph, List<String> rows) {
    return new AthanorException(
        reason,
        "The database is "
            + (rows.isEmpty() ? "at no revision" : "at " + Resolver.list(rows))
            + ", not at the heads of the set ("
            + Resolver.list(graph.effectiveHeads())
            + "): run `upgrade heads`.");
  }
}
