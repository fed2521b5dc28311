package dev.athanor.changelog.importing;

import dev.athanor.revision.Revision;
import java.util.List;
import java.util.Optional;

/**
 * A migration that is about to become a revision.
 *
 * @param revision its place in the graph
 * @param version what the tool's own table calls it
 * @param fileName the name of the file to write
 * @param up what it does; absent where there is nothing to run, as at a merge
 * @param down how it is taken back, where the source says
 */
record Draft(
    Revision revision, String version, String fileName, Optional<Part> up, Optional<Part> down) {

  /** The same behind another one. */
  Draft after(Optional<String> before) {
    return new Draft(
        revision.withDownRevisions(before.stream().toList()), version, fileName, up, down);
  }

  /** A draft of a tool whose migrations stand in one line, not yet in it. */
  static Draft inLine(
      String version, String fileName, String message, Part up, Optional<Part> down) {
    return new Draft(
        new Revision(Ids.of(version), List.of(), List.of(), List.of(), message, "", up.origin()),
        version,
        fileName,
        Optional.of(up),
        down);
  }
}
