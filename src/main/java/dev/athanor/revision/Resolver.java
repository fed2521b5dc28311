package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns what a person wrote into nodes. Below everything, the base, is an empty array. */
final class Resolver {
  private static final int SHOWN = 5;

  private final RevisionGraph graph;
  private final Nodes nodes;
  private final Names names;

  Resolver(RevisionGraph graph) {
    this.graph = graph;
    this.nodes = graph.nodes();
    this.names = new Names(nodes);
  }

  /** The nodes of {@code [label@]name}, a relative part not counted: it would be no name. */
  int[] absolute(Target target) {
    var expression = target.expression();
    var label = target.label();
    var name =
        target.relative()
            ? expression.substring(expression.indexOf('@') + 1)
            : target.name().orElse("");
    if (name.isEmpty()) {
      label.ifPresent(this::branch);
    }
    refuseOdd(expression, name);
    return switch (name) {
      case "base" -> {
        label.ifPresent(this::branch);
        yield new int[0];
      }
      case "heads" ->
          label.isPresent() ? on(line(label.get()), graph.headNodes()) : graph.effectiveHeadNodes();
      case "head" -> head(expression, label);
      default -> new int[] {node(name, label)};
    };
  }

  /** The same where only one will do. */
  int single(Target target) {
    var found = absolute(target);
    if (found.length > 1) {
      throw multipleHeads(target.expression(), found);
    }
    return found.length == 0 ? Nodes.NONE : found[0];
  }

  /** The one node of a name, without a label; -1 for the base. */
  int single(String name) {
    return single(Target.parse(name));
  }

  private int[] head(String expression, Optional<String> label) {
    var heads = label.isPresent() ? on(line(label.get()), graph.headNodes()) : graph.headNodes();
    if (heads.length > 1) {
      throw multipleHeads(expression, heads);
    }
    return heads;
  }

  /** The node of an id, a label or a beginning of one; with a label, one on its line. */
  int node(String name, Optional<String> label) {
    refuseOdd(name, name);
    int exact = nodes.named(name);
    var line = label.map(each -> line(branch(each)));
    int node = exact == Nodes.NONE ? starting(name, line) : exact;
    if (line.isPresent() && !line.get().get(node)) {
      throw notOnBranch(node, label.orElse(""));
    }
    return node;
  }

  AthanorException notOnBranch(int node, String label) {
    return new AthanorException(
            Reason.NOT_MEMBER_OF_BRANCH,
            "Revision '"
                + nodes.id(node)
                + "' is not on the branch of '"
                + label
                + "': neither an ancestor nor a descendant of it. Leave '"
                + label
                + "@' out, or name the branch that it is on.")
        .inRevision(nodes.id(node));
  }

  private int starting(String name, Optional<BitSet> line) {
    var all = names.startingWith(name);
    var found =
        line.isEmpty()
            ? all
            : all.stream().filter(each -> line.get().get(nodes.named(each))).toList();
    if (found.size() > 1) {
      throw new AthanorException(
          Reason.AMBIGUOUS_REVISION,
          "'" + name + "' is the beginning of " + list(found) + "; write more of it.");
    }
    if (found.isEmpty() || name.length() < Names.SHORTEST_PREFIX) {
      throw unknown(name, line.isPresent() ? " on that branch" : "", found);
    }
    return nodes.named(found.getFirst());
  }

  private AthanorException unknown(String name, String where, List<String> tooShortFor) {
    if (!tooShortFor.isEmpty()) {
      return new AthanorException(
          Reason.UNKNOWN_REVISION,
          "No revision or branch label"
              + where
              + " is called '"
              + name
              + "'. A beginning counts from "
              + Names.SHORTEST_PREFIX
              + " characters: write '"
              + tooShortFor.getFirst()
              + "' if that is meant"
              + (name.matches("[0-9]+")
                  ? ", or '-" + name + "' to go down that many steps."
                  : "."));
    }
    return new AthanorException(
        Reason.UNKNOWN_REVISION,
        "No revision or branch label"
            + where
            + " is called '"
            + name
            + "' or begins with it. `history` lists"
            + " the revisions of the set; if it should be there, add its file.");
  }

  /**
   * The node that what stands left of an {@code @} means. As in Alembic, several that it could be
   * are {@code NoSuchBranch} here, and {@code AmbiguousRevision} for {@link #narrowing}.
   */
  int branch(String label) {
    return branch(label, Reason.NO_SUCH_BRANCH);
  }

  /** The same for a label that narrows what was found without it, heads or rows. */
  int narrowing(String label) {
    return branch(label, Reason.AMBIGUOUS_REVISION);
  }

  private int branch(String label, Reason ifSeveral) {
    int exact = nodes.named(label);
    if (exact != Nodes.NONE) {
      return exact;
    }
    var found = names.startingWith(label);
    if (found.size() > 1) {
      throw new AthanorException(
          ifSeveral,
          "'"
              + label
              + "', left of the @, is the beginning of "
              + list(found)
              + "; write more of it.");
    }
    if (found.isEmpty() || label.length() < Names.SHORTEST_PREFIX) {
      throw new AthanorException(
          Reason.NO_SUCH_BRANCH,
          "No branch label or revision is called '"
              + label
              + "', as what stands left of the @ must be. `branches` and `history` list them.");
    }
    return nodes.named(found.getFirst());
  }

  /** The nodes on a label's line: what carries it, all below and all above it by down-revision. */
  BitSet line(String label) {
    return line(narrowing(label));
  }

  BitSet line(int node) {
    var line = nodes.lineDown(node);
    line.or(nodes.lineUp(node));
    return line;
  }

  static int[] on(BitSet line, int... candidates) {
    return Arrays.stream(candidates).filter(line::get).toArray();
  }

  /** The nodes of the version table's rows, each once; a row is an id in full. */
  int[] rows(List<String> rows) {
    return rows.stream().mapToInt(this::row).distinct().toArray();
  }

  private int row(String row) {
    int node = nodes.withId(row);
    if (node == Nodes.NONE) {
      throw unknownRow(row, Reason.UNKNOWN_REVISION);
    }
    return node;
  }

  /** Alembic's reason is {@code NoSuchBranch} where it takes the row for a branch: {@code -1}. */
  AthanorException unknownRow(String row, Reason reason) {
    return new AthanorException(
            reason,
            "The database is at revision '"
                + row
                + "', which is not in the set. Add its file, or"
                + " use the set that the database was last moved with; `stamp --purge` forgets the"
                + " row.")
        .inRevision(row);
  }

  /** Refuses rows of which one is an ancestor of another. */
  void refuseOverlappingRows(int... rows) {
    refuseOverlap(
        "The rows of the version table hold", "put the table right with `stamp <revision>`", rows);
  }

  /** Refuses nodes of which one is an ancestor of another. */
  void refuseOverlap(String what, String wayOut, int... some) {
    if (some.length < 2) {
      return;
    }
    var parents = IntStream.of(some).flatMap(node -> IntStream.of(nodes.parents(node))).toArray();
    var below = nodes.ancestors(parents);
    for (int node : some) {
      if (below.get(node)) {
        throw new AthanorException(
                Reason.OVERLAPPING_REVISIONS,
                what
                    + " '"
                    + nodes.id(node)
                    + "', which another of them ("
                    + list(nodes.ids(some))
                    + ") already implies; "
                    + wayOut
                    + ".")
            .inRevision(nodes.id(node));
      }
    }
  }

  AthanorException multipleHeads(String expression, int... heads) {
    return new AthanorException(
        Reason.MULTIPLE_HEADS,
        "'"
            + expression
            + "' must be one revision, but there are "
            + heads.length
            + " heads: "
            + list(nodes.ids(heads))
            + ". Name one of them or one branch (<label>@head), use"
            + " `heads` for all, or join them with `merge`.");
  }

  private static void refuseOdd(String expression, String name) {
    if (expression.isBlank() || name.isEmpty()) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION,
          "'"
              + expression
              + "' names no revision; write an id, a branch label, head, heads or"
              + " base.");
    }
    if (name.indexOf(':') >= 0) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION,
          "'" + expression + "' is a range, and one revision is needed here.");
    }
  }

  static String list(List<String> names) {
    var shown = names.stream().limit(SHOWN).map(name -> "'" + name + "'").toList();
    return String.join(", ", shown)
        + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
  }
}
