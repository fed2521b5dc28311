package dev.athanor.migrate;

import dev.athanor.changelog.importing.ImportedFile;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a database is that another tool has brought there.
 *
 * @param applied the revisions that it has, in the order of the history
 * @param rows what the version table is to say
 * @param again what the old tool ran and Athanor will run once more: repeatable scripts behind
 *     versions that are still to come
 */
public record Adoption(List<String> applied, List<String> rows, List<String> again) {

  /** Keeps its own copies of the lists. */
  public Adoption {
    applied = List.copyOf(applied);
    rows = List.copyOf(rows);
    again = List.copyOf(again);
  }

  /**
   * Finds the revisions of what the old tool says.
   *
   * @param files the imported history, in its order
   * @throws AthanorException {@code UnknownRevision} for what the history does not have, and {@code
   *     RangeNotAncestor} when something between two applied ones is not applied
   */
  public static Adoption of(List<ImportedFile> files, OldRecord tool, Set<String> recorded) {
    var revisions = files.stream().map(file -> file.checked().revision()).toList();
    var graph = RevisionGraph.of(revisions);
    var left = new LinkedHashSet<>(recorded);
    var applied = new LinkedHashSet<String>();
    var neither = new LinkedHashSet<String>();
    for (int i = 0; i < files.size(); i++) {
      var keys = keys(files.get(i), tool);
      var there = keys.stream().filter(key -> takes(left, key, tool)).toList();
      if (keys.isEmpty()) {
        neither.add(revisions.get(i).id());
      } else if (there.size() == keys.size()) {
        applied.add(revisions.get(i).id());
      } else if (!there.isEmpty()) {
        throw new AthanorException(
                Reason.RANGE_NOT_ANCESTOR,
                "Of %s only a part is applied. Import with --per changeset, or finish it with the old tool."
                    .formatted(files.get(i).name()))
            .at(files.get(i).origin(), 0);
      }
    }
    if (!left.isEmpty()) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION,
          "The old tool has applied %s, which the imported history does not have. Import the history that this database was made with."
              .formatted(String.join(", ", left)));
    }
    if (tool == OldRecord.ALEMBIC) {
      // its rows are heads, which imply the rest
      applied.addAll(graph.applied(List.copyOf(applied)));
    }
    var again = new ArrayList<String>();
    if (tool == OldRecord.FLYWAY) {
      again.addAll(repeatableAboveGaps(files, revisions, applied));
    }
    fillIn(graph, applied, neither);
    if (tool == OldRecord.FLYWAY && !applied.isEmpty()) {
      // callbacks, of which Flyway keeps no record
      neither.stream().filter(id -> !applied.contains(id)).forEach(again::add);
    }
    var sorted = revisions.stream().map(Revision::id).filter(applied::contains).toList();
    var covered = new HashSet<String>();
    sorted.forEach(id -> covered.addAll(graph.parents(id)));
    var rows = sorted.stream().filter(id -> !covered.contains(id)).toList();
    return new Adoption(sorted, rows, again);
  }

  private static List<String> keys(ImportedFile file, OldRecord tool) {
    return switch (tool) {
      case FLYWAY ->
          file.version().startsWith("C:") ? List.of() : List.of(OldRecord.plain(file.version()));
      case LIQUIBASE ->
          Arrays.stream(file.version().split("\n", -1)).filter(key -> !key.isEmpty()).toList();
      case GOLANG_MIGRATE, DBMATE, GOOSE, ALEMBIC -> List.of(file.version());
    };
  }

  /** Takes a key out of what was recorded. Liquibase may have been run from another folder. */
  private static boolean takes(Set<String> left, String key, OldRecord tool) {
    if (left.remove(key)) {
      return true;
    }
    var same =
        tool == OldRecord.LIQUIBASE
            ? left.stream()
                .filter(other -> other.endsWith("/" + key) || key.endsWith("/" + other))
                .toList()
            : List.<String>of();
    return same.size() == 1 && left.remove(same.getFirst());
  }

  /** Scripts that stand behind every version, and so behind one that is still to come. */
  private static List<String> repeatableAboveGaps(
      List<ImportedFile> files, List<Revision> revisions, Set<String> applied) {
    var again = new ArrayList<String>();
    boolean gap = false;
    for (int i = 0; i < files.size(); i++) {
      var id = revisions.get(i).id();
      boolean repeatable = files.get(i).version().startsWith("R:");
      gap |= !applied.contains(id);
      if (gap && repeatable && applied.remove(id)) {
        again.add(id);
      }
    }
    return again;
  }

  /** What leaves no record is applied where something behind it is; anything else is a gap. */
  private static void fillIn(RevisionGraph graph, Set<String> applied, Set<String> neither) {
    var missing = new LinkedHashSet<>(graph.applied(List.copyOf(applied)));
    missing.removeAll(applied);
    applied.addAll(missing);
    missing.removeAll(neither);
    if (!missing.isEmpty()) {
      throw new AthanorException(
          Reason.RANGE_NOT_ANCESTOR,
          "The old tool has applied what stands behind %s, and not that. Run it with the old tool first."
              .formatted(String.join(", ", missing)));
    }
  }
}
