package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The revisions of the set, and those that only the database's archive still has. */
final class KnownRevisions {
  private final RevisionSet set;
  private final ArchivedFiles archive;

  KnownRevisions(RevisionSet set, ArchivedFiles archive) {
    this.set = set;
    this.archive = archive;
  }

  /** What tells the archive's text of a revision from any other. */
  Optional<String> archivedChecksum(String id) {
    return archive.find(id).map(RevisionFile::checksum);
  }

  /** The rows that the set does not have. */
  List<String> unknown(List<String> rows) {
    var unknown = rows.stream().filter(row -> !set.graph().contains(row)).toList();
    unknown.forEach(this::refuseFolded);
    return unknown;
  }

  /** Half of a squashed revision can neither be run nor be taken back with this set. */
  private void refuseFolded(String row) {
    set.replacing(row)
        .ifPresent(
            file -> {
              var id = file.revision().id();
              throw new AthanorException(
                      Reason.UNKNOWN_REVISION,
                      "The database is at %s, which was folded into %s since: it cannot go on from the middle. Take it to %s with the revision set from before the squash; then use this one."
                          .formatted(row, id, id))
                  .at(file.origin(), 0)
                  .inRevision(row);
            });
  }

  /** The set's graph, with the archive's revisions only if these rows need them. */
  RevisionGraph graphFor(List<String> rows) {
    var unknown = unknown(rows);
    return unknown.isEmpty() ? set.graph() : graphWithArchive(unknown);
  }

  /** If not, the planner says what the target lacks without them. */
  boolean archived(List<String> unknown) {
    return unknown.stream().allMatch(id -> archive.find(id).isPresent());
  }

  private RevisionGraph graphWithArchive(List<String> unknown) {
    var revisions = new ArrayList<>(set.graph().revisions());
    var queue = new ArrayDeque<>(unknown);
    var seen = new HashSet<>(unknown);
    var lost = new ArrayList<String>();
    var needed = new HashSet<>(unknown);
    while (!queue.isEmpty()) {
      var id = queue.pop();
      archive
          .find(id)
          .map(RevisionFile::revision)
          .ifPresentOrElse(
              revision -> {
                revisions.add(revision);
                for (var parent : parents(revision)) {
                  if (!set.graph().contains(parent) && seen.add(parent)) {
                    queue.add(parent);
                  }
                }
                // a dependency may also be a label, which the graph looks up by itself
                needed.addAll(revision.downRevisions());
              },
              () -> lost.add(id));
    }
    lost.removeIf(id -> !needed.contains(id));
    if (!lost.isEmpty()) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION,
          "The database is at or beyond %s, which is neither in the revision set nor in the database's archive. Use the set that it was migrated with, or `stamp --purge` if the table is wrong."
              .formatted(String.join(", ", lost)));
    }
    return RevisionGraph.of(revisions);
  }

  private static List<String> parents(Revision revision) {
    var parents = new ArrayList<>(revision.downRevisions());
    parents.addAll(revision.dependsOn());
    return parents;
  }
}
