package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.database.Archive;
import dev.athanor.database.ArchivedRevision;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Revision files out of the archive, each read once. */
final class ArchivedFiles {
  private final Function<String, Optional<ArchivedRevision>> archive;
  private final Map<String, Optional<RevisionFile>> read = new HashMap<>();

  ArchivedFiles(Archive archive) {
    this(archive::find);
  }

  private ArchivedFiles(Function<String, Optional<ArchivedRevision>> archive) {
    this.archive = archive;
  }

  /** There is no database, and so no archive. */
  static ArchivedFiles none() {
    return new ArchivedFiles(id -> Optional.empty());
  }

  Optional<RevisionFile> find(String revision) {
    return read.computeIfAbsent(revision, id -> archive.apply(id).flatMap(ArchivedFiles::file));
  }

  private static Optional<RevisionFile> file(ArchivedRevision archived) {
    var origin = archived.fileName() + " (out of the database's archive)";
    var file =
        RevisionFile.of(
            archived.fileName(), origin, archived.text().getBytes(StandardCharsets.UTF_8));
    if (file.isEmpty() || !file.get().revision().id().equals(archived.revision())) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "The archive's row for revision %s holds something else (%s). Bring the revision's file back into the set."
                  .formatted(archived.revision(), origin))
          .at(origin, 0)
          .inRevision(archived.revision());
    }
    return file;
  }

  /** The file as the archive keeps it: its text is plain, so its name must not promise gzip. */
  static ArchivedRevision archived(RevisionFile file) {
    var name = file.name();
    return new ArchivedRevision(
        file.revision().id(),
        name.endsWith(".gz") ? name.substring(0, name.length() - ".gz".length()) : name,
        file.checksum(),
        file.text());
  }
}
