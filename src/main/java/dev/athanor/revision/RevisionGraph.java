package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A revision set as a directed acyclic graph, checked as a whole when it is made. Immutable.
 *
 * <p>Every method that takes an id takes one in full and treats one that is not in the graph as
 * having no neighbours; {@link #resolve} is for what a person wrote.
 */
public final class RevisionGraph {
  private final Nodes nodes;
  private final int[] bases;
  private final int[] heads;
  private final int[] effectiveHeads;
  private final BranchLabels labels;
  private final Resolver resolver;

  private RevisionGraph(Nodes nodes) {
    this.nodes = nodes;
    this.bases = all().filter(node -> nodes.down(node).length == 0).toArray();
    this.heads = all().filter(node -> nodes.children(node).length == 0).toArray();
    this.effectiveHeads = all().filter(node -> nodes.dependants(node).length == 0).toArray();
    this.labels = new BranchLabels(nodes);
    this.resolver = new Resolver(this);
  }

  /**
   * The graph of these revisions.
   *
   * @param inLoadOrder sorted by file name: the order decides wherever nothing else does
   * @throws AthanorException with the reason of the first fault, naming revision and file: a circle
   *     or self-loop, a missing revision or dependency, a branch label or revision twice, an
   *     illegal id
   */
  public static RevisionGraph of(Collection<Revision> inLoadOrder) {
    return new RevisionGraph(Nodes.of(inLoadOrder));
  }

  /** Every revision in load order. */
  public List<Revision> revisions() {
    return nodes.revisions();
  }

  /** The revision with exactly this id. */
  public Optional<Revision> find(String id) {
    int node = nodes.withId(id);
    return node == Nodes.NONE ? Optional.empty() : Optional.of(nodes.revision(node));
  }

  /** Whether there is a revision with exactly this id. */
  public boolean contains(String id) {
    return nodes.withId(id) != Nodes.NONE;
  }

  /** The revisions that no other follows, in load order: what the command heads shows. */
  public List<String> heads() {
    return nodes.ids(heads);
  }

  /**
   * The revisions that no other follows or depends on, in load order: what the target {@code heads}
   * means and where the version table ends up.
   */
  public List<String> effectiveHeads() {
    return nodes.ids(effectiveHeads);
  }

  /** The revisions that follow no other, in load order. */
  public List<String> bases() {
    return nodes.ids(bases);
  }

  /** The revisions that follow no other and depend on none, in load order. */
  public List<String> effectiveBases() {
    return nodes.ids(
        IntStream.of(bases).filter(node -> nodes.revision(node).dependsOn().isEmpty()).toArray());
  }

  /** The revisions that several follow, newest first. */
  public List<String> branchPoints() {
    return newestFirst(node -> nodes.children(node).length > 1);
  }

  /** The revisions that follow several, newest first. */
  public List<String> mergePoints() {
    return newestFirst(node -> nodes.down(node).length > 1);
  }

  private List<String> newestFirst(IntPredicate wanted) {
    var every = new BitSet();
    every.set(0, nodes.size());
    var order = Order.childrenFirst(nodes, every, effectiveHeads);
    return nodes.ids(Arrays.stream(order).filter(wanted).toArray());
  }

  /** The revisions that follow this one, in load order. */
  public List<String> children(String id) {
    return neighbours(id, nodes::children);
  }

  /**
   * What must be applied before this one: its down-revisions, then its dependencies by id, without
   * those that an ancestor by down-revision lists itself.
   */
  public List<String> parents(String id) {
    return neighbours(id, nodes::parents);
  }

  /** What this one's {@code depends-on} names, by id and in the order written. */
  public List<String> dependencies(String id) {
    return find(id).stream()
        .flatMap(revision -> revision.dependsOn().stream())
        .map(nodes::named)
        .distinct()
        .map(nodes::id)
        .toList();
  }

  private List<String> neighbours(String id, IntFunction<int[]> edges) {
    int node = nodes.withId(id);
    return node == Nodes.NONE ? List.of() : nodes.ids(edges.apply(node));
  }

  /** The branch labels that this revision goes by, its own and those of its line, sorted. */
  public List<String> labels(String id) {
    int node = nodes.withId(id);
    return node == Nodes.NONE ? List.of() : labels.of(node);
  }

  /**
   * Every revision that these rows of a version table imply, the rows included, in load order.
   *
   * @throws AthanorException {@code UnknownRevision} for a row that is not in the graph
   */
  public Set<String> applied(Collection<String> rows) {
    var implied = nodes.ancestors(resolver.rows(List.copyOf(rows)));
    return new LinkedHashSet<>(nodes.ids(implied));
  }

  /**
   * The ids that an expression means without a database, as the command show does; empty for the
   * base. {@code -N} and {@code label@-N} count down from each effective head.
   *
   * @throws AthanorException when it means nothing, or not one thing
   */
  public List<String> resolve(String expression) {
    return nodes.ids(resolveNodes(expression));
  }

  int[] resolveNodes(String expression) {
    var target = Target.parse(expression);
    if (!target.fromCurrent()) {
      return resolver.absolute(target);
    }
    int steps = target.steps().orElseThrow();
    if (steps >= 0) {
      return resolver.absolute(target);
    }
    var found = fromTips(target, -steps, effectiveHeads);
    if (Arrays.stream(found).anyMatch(node -> node == Walk.TOO_FAR)) {
      throw new Walk(this, target).outOfRange("a head has not so many below it");
    }
    return Arrays.stream(found).filter(node -> node != Nodes.NONE).toArray();
  }

  /**
   * So many steps down from each of these, or from those that go by the label: nodes, -1 for the
   * base, or {@link Walk#TOO_FAR}.
   */
  int[] fromTips(Target target, int steps, int... tips) {
    target.label().ifPresent(resolver::branch);
    var walk = new Walk(this, target);
    return Arrays.stream(tips)
        .filter(tip -> target.label().stream().allMatch(name -> labels.holders(name).get(tip)))
        .map(tip -> walk.below(tip, steps))
        .toArray();
  }

  private IntStream all() {
    return IntStream.range(0, nodes.size());
  }

  Nodes nodes() {
    return nodes;
  }

  Resolver resolver() {
    return resolver;
  }

  BranchLabels branchLabels() {
    return labels;
  }

  int[] baseNodes() {
    return bases;
  }

  int[] headNodes() {
    return heads;
  }

  int[] effectiveHeadNodes() {
    return effectiveHeads;
  }
}
