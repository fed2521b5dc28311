package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applied revisions whose file says something else by now.
 *
 * @param files the edited ones
 * @param folded those that {@code squash} made of others which the archive still has: no edits
 * @param onEdit what is done about the edited ones
 */
record Edits(List<RevisionFile> files, List<RevisionFile> folded, OnEdit onEdit) {
  Edits {
    files = List.copyOf(files);
    folded = List.copyOf(folded);
  }

  /** Compares checksums only: one query, whatever the history's length. */
  static Edits find(RevisionSet set, Set<String> applied, Archive archive, OnEdit onEdit) {
    Map<String, String> checksums = archive.checksums();
    var edited = new ArrayList<RevisionFile>();
    var folded = new ArrayList<RevisionFile>();
    for (var file : set.files()) {
      var id = file.revision().id();
      if (applied.contains(id)
          && checksums.containsKey(id)
          && !file.checksum().equals(checksums.get(id))) {
        boolean parts = file.replaces().stream().anyMatch(checksums::containsKey);
        (parts ? folded : edited).add(file);
      }
    }
    return new Edits(edited, folded, onEdit);
  }

  /** Throws, or tells, as {@link OnEdit} has it; a stamp runs nothing and is not refused. */
  void judge(Operation operation, Progress progress) {
    if (files.isEmpty() || operation == Operation.STAMP) {
      return;
    }
    var names =
        String.join(
            ", ",
            files.stream().map(file -> file.revision().id() + " (" + file.origin() + ")").toList());
    var first = files.getFirst();
    switch (onEdit) {
      case FAIL ->
          throw new AthanorException(
                  Reason.REVISION_EDITED,
                  "Edited after it was applied: %s. Nothing was run. Restore the file and write a new revision, or accept the edit with --on-edit Accept (spec.onEdit)."
                      .formatted(names))
              .at(first.origin(), 0)
              .inRevision(first.revision().id());
      case WARN, ACCEPT -> progress.warning("edited after it was applied: " + names);
    }
  }

  /** Whether the way down of this revision is the archive's and not the file's. */
  boolean supersedes(String revision) {
    return onEdit == OnEdit.WARN && contains(revision);
  }

  /** The files that the archive is to take over. */
  List<RevisionFile> accepted() {
    var accepted = new ArrayList<>(folded);
    if (onEdit == OnEdit.ACCEPT) {
      accepted.addAll(files);
    }
    return List.copyOf(accepted);
  }

  private boolean contains(String revision) {
    return files.stream().anyMatch(file -> file.revision().id().equals(revision));
  }
}
