package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A branch put on top of another revision: every revision that leads to the branch's own and that
 * the other does not have already.
 *
 * @param onto what the branch stands on afterwards
 * @param branch the ids of the branch, in load order
 * @param changed those of them whose {@code down-revision} becomes another, in load order
 */
public record Rebase(String onto, List<String> branch, List<Revision> changed) {

  /** Keeps its own copies of the lists. */
  public Rebase {
    branch = List.copyOf(branch);
    changed = List.copyOf(changed);
  }

  /**
   * What moves.
   *
   * @param revision an expression for a revision of the branch, its head for the whole of it
   * @param onto an expression for the revision that it is to stand on
   * @throws AthanorException when either is not one revision, when the one is an ancestor of the
   *     other, or when the graph would be none afterwards
   */
  public static Rebase of(RevisionGraph graph, String revision, String onto) {
    var nodes = graph.nodes();
    int tip = one(graph, revision);
    int target = one(graph, onto);
    var below = nodes.ancestors(target);
    if (below.get(tip)) {
      throw new AthanorException(
              Reason.INVALID_USAGE,
              "%s already has %s below it: there is nothing to put on top. Name the branch first and then what it is to stand on."
                  .formatted(nodes.id(target), nodes.id(tip)))
          .inRevision(nodes.id(tip));
    }
    var branch = nodes.lineDown(tip);
    branch.andNot(below);
    // what follows the branch's revisions moves with them
    var changed = new ArrayList<Revision>();
    var moved = Set.copyOf(nodes.ids(branch.stream().toArray()));
    branch.stream()
        .mapToObj(nodes::revision)
        .map(member -> on(member, moved, nodes.id(target)))
        .filter(member -> !graph.find(member.id()).filter(member::equals).isPresent())
        .forEach(changed::add);
    var rebase = new Rebase(nodes.id(target), nodes.ids(branch.stream().toArray()), changed);
    rebase.check(graph);
    return rebase;
  }

  private static int one(RevisionGraph graph, String expression) {
    var found = graph.resolveNodes(expression);
    if (found.length != 1) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "'%s' is %s, and one revision is needed here."
              .formatted(
                  expression,
                  found.length == 0 ? "the base" : String.join(", ", graph.nodes().ids(found))));
    }
    return found[0];
  }

  private static Revision on(Revision member, Set<String> branch, String onto) {
    var inside = member.downRevisions().stream().filter(branch::contains).toList();
    return member.withDownRevisions(inside.isEmpty() ? List.of(onto) : inside);
  }

  /** What would be wrong with the graph afterwards is said before anything is written. */
  private void check(RevisionGraph graph) {
    RevisionGraph.of(
        graph.revisions().stream()
            .map(
                revision ->
                    changed.stream()
                        .filter(other -> other.id().equals(revision.id()))
                        .findFirst()
                        .orElse(revision))
            .toList());
  }

  /**
   * Refuses to move what a database has.
   *
   * @param applied every revision that is applied
   * @throws AthanorException {@code RevisionEdited}
   */
  public void refuseApplied(Set<String> applied) {
    var there = branch.stream().filter(applied::contains).toList();
    if (!there.isEmpty()) {
      throw new AthanorException(
              Reason.REVISION_EDITED,
              "%s is applied in the database: moving it would rewrite what has happened there. Join the heads with `athanor merge`, or downgrade first."
                  .formatted(String.join(", ", there)))
          .inRevision(there.getFirst());
    }
  }
}
