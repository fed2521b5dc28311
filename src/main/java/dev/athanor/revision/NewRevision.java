package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** What the commands {@code revision} and {@code merge} would add, checked before it is written. */
public final class NewRevision {
  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Resolver resolver;
  private final RevisionRequest request;

  private NewRevision(RevisionGraph graph, RevisionRequest request) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.resolver = graph.resolver();
    this.request = request;
  }

  /**
   * The revision to write.
   *
   * @throws AthanorException when the graph could not be loaded with it, or when it would follow a
   *     revision that is no head without being told to
   */
  public static Revision of(RevisionGraph graph, RevisionRequest request) {
    return new NewRevision(graph, request).revision();
  }

  private Revision revision() {
    GraphCheck.checkId(new Revision(request.id(), List.of(), List.of(), List.of(), "", "", ""));
    var heads = heads();
    checkHeads(heads);
    var dependsOn = request.dependsOn().stream().map(this::dependency).distinct().toList();
    checkNames();
    return new Revision(
        request.id(),
        nodes.ids(heads),
        dependsOn,
        request.branchLabels(),
        request.message(),
        request.created(),
        "");
  }

  private int[] heads() {
    var expressions = request.heads().isEmpty() ? List.of("head") : request.heads();
    return expressions.stream()
        .flatMapToInt(expression -> Arrays.stream(graph.resolveNodes(expression)))
        .toArray();
  }

  private void checkHeads(int... heads) {
    var seen = new HashSet<Integer>();
    for (int head : heads) {
      if (!seen.add(head)) {
        throw new AthanorException(
                Reason.DUPLICATE_REVISIONS_GIVEN,
                "Revision '" + nodes.id(head) + "' is given twice; name each once.")
            .inRevision(nodes.id(head));
      }
    }
    for (int head : heads) {
      if (!request.splice() && nodes.children(head).length > 0) {
        throw new AthanorException(
                Reason.NOT_A_HEAD,
                "Revision '"
                    + nodes.id(head)
                    + "' is not a head: "
                    + Resolver.list(nodes.ids(nodes.children(head)))
                    + " follows it. Name a head, or begin a branch here with --splice.")
            .inRevision(nodes.id(head));
      }
    }
  }

  private String dependency(String expression) {
    int node = resolver.single(Target.parse(expression));
    if (node == Nodes.NONE) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION,
          "'" + expression + "' is no revision to depend on; name one, or leave it out.");
    }
    return graph.branchLabels().holders(expression).get(node) ? expression : nodes.id(node);
  }

  private void checkNames() {
    if (graph.contains(request.id())) {
      throw new AthanorException(
              Reason.DUPLICATE_REVISION,
              "There is a revision '" + request.id() + "' already; choose another id.")
          .inRevision(request.id());
    }
    var taken = new ArrayList<>(List.of(request.id()));
    for (var label : request.branchLabels()) {
      int used = nodes.named(label);
      if (used != Nodes.NONE || taken.contains(label)) {
        throw new AthanorException(
            Reason.DUPLICATE_BRANCH_LABEL,
            "'"
                + label
                + "' is already the name of revision '"
                + (used == Nodes.NONE ? request.id() : nodes.id(used))
                + "'; choose another branch label.");
      }
      taken.add(label);
    }
    int carrier = nodes.labels().getOrDefault(request.id(), Nodes.NONE);
    if (carrier != Nodes.NONE) {
      throw new AthanorException(
          Reason.DUPLICATE_BRANCH_LABEL,
          "'"
              + request.id()
              + "' is already a branch label, of revision '"
              + nodes.id(carrier)
              + "'; choose another id.");
    }
  }
}
