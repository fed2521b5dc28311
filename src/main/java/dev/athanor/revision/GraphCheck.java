package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** What makes revisions no graph: each fault is refused before anything is planned or run. */
final class GraphCheck {
  private static final int LONGEST_ID = 255;
  private static final Pattern ILLEGAL =
      Pattern.compile("[@+:,\\s-]", Pattern.UNICODE_CHARACTER_CLASS);

  private GraphCheck() {}

  /** What can be seen without the others. */
  static void checkAlone(Revision revision) {
    var id = revision.id();
    if (revision.downRevisions().contains(id)) {
      throw about(
          revision,
          Reason.SELF_LOOP,
          "Revision "
              + named(revision)
              + " names itself as its down-revision; name the revision before it, or leave"
              + " down-revision out when it is the first.");
    }
    if (revision.dependsOn().contains(id)) {
      throw dependsOnItself(revision);
    }
    checkId(revision);
  }

  /** Whether the id is one that headers and targets can name and the version table can hold. */
  static void checkId(Revision revision) {
    var id = revision.id();
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw about(
          revision,
          Reason.ILLEGAL_REVISION_ID,
          "A revision id has 1 to "
              + LONGEST_ID
              + " characters; "
              + named(revision)
              + " has "
              + id.length()
              + ". Give it another.");
    }
    if (ILLEGAL.matcher(id).find()) {
      throw about(
          revision,
          Reason.ILLEGAL_REVISION_ID,
          "The revision id "
              + named(revision)
              + " holds one of @ + - : , or white space, which headers and targets are written with;"
              + " give it an id of letters, digits, _ and dots.");
    }
  }

  static AthanorException duplicate(Revision first, Revision second) {
    return about(
        second,
        Reason.DUPLICATE_REVISION,
        "Revision "
            + named(second)
            + " is there twice, the first time"
            + place(first)
            + "; give one of them another id, or remove it.");
  }

  static AthanorException duplicateLabel(String label, Revision revision, Revision other) {
    return about(
        revision,
        Reason.DUPLICATE_BRANCH_LABEL,
        "The branch label '"
            + label
            + "' of revision "
            + named(revision)
            + " is already the name of revision "
            + named(other)
            + "; choose another label.");
  }

  static void checkDependencies(
      Revision revision, List<Revision> all, int[] dependencies, int node) {
    for (int at = 0; at < dependencies.length; at++) {
      if (dependencies[at] == Nodes.NONE) {
        throw about(
            revision,
            Reason.MISSING_DEPENDENCY,
            "Revision "
                + named(revision)
                + " depends on "
                + missing(revision.dependsOn(), all)
                + ", which no revision has as its id or branch label; add that revision, or write"
                + " its id in full.");
      }
      if (dependencies[at] == node) {
        throw dependsOnItself(revision);
      }
    }
  }

  private static String missing(List<String> names, List<Revision> all) {
    return names.stream()
        .filter(
            name ->
                all.stream()
                    .noneMatch(
                        other -> other.id().equals(name) || other.branchLabels().contains(name)))
        .findFirst()
        .map(name -> "'" + name + "'")
        .orElse("something");
  }

  static void checkDown(Revision revision, int[] down) {
    for (int at = 0; at < down.length; at++) {
      if (down[at] == Nodes.NONE) {
        throw about(
            revision,
            Reason.MISSING_DOWN_REVISION,
            "Revision "
                + named(revision)
                + " follows '"
                + revision.downRevisions().stream().distinct().toList().get(at)
                + "', which is not in the set; add its file, or correct down-revision (it takes"
                + " ids in full, not labels; the first revision has none).");
      }
    }
  }

  static void refuseCycles(
      List<Revision> revisions,
      int[][] down,
      int[][] children,
      int[][] direct,
      int[][] dependants) {
    var circle = circle(down, children);
    if (circle.length > 0) {
      throw circular(
          revisions,
          circle,
          Reason.CYCLE_DETECTED,
          "Revisions follow one another in a circle",
          "change the down-revision of one of them.");
    }
    var dependent = circle(direct, dependants);
    if (dependent.length > 0) {
      throw circular(
          revisions,
          dependent,
          Reason.DEPENDENCY_CYCLE_DETECTED,
          "Revisions need one another in a circle",
          "take a depends-on out of it.");
    }
  }

  /**
   * The nodes such that each comes after those it points at; those in or behind a circle are not
   * among them.
   */
  static int[] parentsFirst(int[][] below, int[][] above) {
    var waiting = new int[below.length];
    var order = new int[below.length];
    int ready = 0;
    for (int node = 0; node < below.length; node++) {
      waiting[node] = below[node].length;
      if (waiting[node] == 0) {
        order[ready++] = node;
      }
    }
    for (int at = 0; at < ready; at++) {
      for (int next : above[order[at]]) {
        if (--waiting[next] == 0) {
          order[ready++] = next;
        }
      }
    }
    return Arrays.copyOf(order, ready);
  }

  private static int[] circle(int[][] below, int[][] above) {
    var order = parentsFirst(below, above);
    if (order.length == below.length) {
      return new int[0];
    }
    var left = new BitSet(below.length);
    left.set(0, below.length);
    for (int node : order) {
      left.clear(node);
    }
    // each that is left has one below it that is left: following those comes round
    var path = new ArrayList<Integer>();
    var at = new int[below.length];
    int node = left.nextSetBit(0);
    while (at[node] == 0) {
      path.add(node);
      at[node] = path.size();
      node = Arrays.stream(below[node]).filter(left::get).findFirst().orElseThrow();
    }
    return path.subList(at[node] - 1, path.size()).stream().mapToInt(Integer::intValue).toArray();
  }

  private static AthanorException circular(
      List<Revision> revisions, int[] circle, Reason reason, String what, String wayOut) {
    var shown = new ArrayList<String>();
    for (int at = 0; at < Math.min(circle.length, 10); at++) {
      shown.add(named(revisions.get(circle[at])));
    }
    if (circle.length > shown.size()) {
      shown.add("and " + (circle.length - shown.size()) + " more");
    }
    return about(
        revisions.get(circle[0]), reason, what + " (" + String.join(", ", shown) + "); " + wayOut);
  }

  private static AthanorException dependsOnItself(Revision revision) {
    return about(
        revision,
        Reason.DEPENDENCY_SELF_LOOP,
        "Revision " + named(revision) + " depends on itself; take it out of depends-on.");
  }

  private static AthanorException about(Revision revision, Reason reason, String message) {
    var error = new AthanorException(reason, message).inRevision(revision.id());
    return revision.source().isEmpty() ? error : error.at(revision.source(), 0);
  }

  private static String named(Revision revision) {
    return "'"
        + revision.id()
        + "'"
        + (revision.source().isEmpty() ? "" : " (" + revision.source() + ")");
  }

  private static String place(Revision revision) {
    return revision.source().isEmpty() ? " in the same set" : " in " + revision.source();
  }
}
