package dev.athanor.changelog.importing;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.Warning;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.RevisionGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/**
 * Another tool's whole history as revision files.
 *
 * @param files in the order of the history
 * @param warnings what a person has to know about them
 */
public record Imported(List<ImportedFile> files, List<Warning> warnings) {

  /** Keeps its own copies of the lists. */
  public Imported {
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads every file as if it was about to run, and all of them as a graph.
   *
   * @return the same
   * @throws AthanorException with the file and line of the source
   */
  public Imported checked() {
    var revisions = new ArrayList<dev.athanor.revision.Revision>();
    var names = new HashMap<String, ImportedFile>();
    for (var file : files) {
      var before = names.putIfAbsent(file.name().toLowerCase(Locale.ROOT), file);
      if (before != null) {
        throw new AthanorException(
                Reason.DUPLICATE_FILE,
                "%s and %s would both become %s. Rename one of them."
                    .formatted(before.origin(), file.origin(), file.name()))
            .at(file.origin(), 0);
      }
      RevisionFile checked = file.checked();
      revisions.add(checked.revision());
    }
    RevisionGraph.of(revisions);
    return this;
  }
}
