package dev.athanor.cli;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Template;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Optional;

/** A revision on its way into a folder: everything that could be refused is, before it is there. */
final class NewRevisionFile {
  private final Path file;
  private final String text;
  private final Revision revision;
  private final Optional<Kustomization> kustomization;

  private NewRevisionFile(
      Path file, String text, Revision revision, Optional<Kustomization> kustomization) {
    this.file = file;
    this.text = text;
    this.revision = revision;
    this.kustomization = kustomization;
  }

  /**
   * The file that would be written.
   *
   * @param set what is there already
   * @param folder where to write it
   */
  static NewRevisionFile of(RevisionSet set, Path folder, Template template, Revision wanted) {
    var name = template.nameFor(wanted);
    var file = folder.resolve(name);
    var revision =
        new Revision(
            wanted.id(),
            wanted.downRevisions(),
            wanted.dependsOn(),
            wanted.branchLabels(),
            wanted.message(),
            wanted.created(),
            file.toString());
    var text = template.fill(revision);
    var all = new ArrayList<>(set.graph().revisions());
    all.add(revision);
    RevisionGraph.of(all);
    var before =
        set.files().stream().filter(other -> other.name().equals(name)).map(RevisionFile::origin);
    if (Files.exists(file)) {
      throw inTheWay(file.toString());
    }
    before
        .findFirst()
        .ifPresent(
            other -> {
              throw inTheWay(other);
            });
    return new NewRevisionFile(file, text, revision, Kustomization.listing(file));
  }

  private static AthanorException inTheWay(String file) {
    return new AthanorException(
            Reason.FILE_EXISTS,
            "%s is there already; nothing was written. Choose another --rev-id or --message, or move the file away."
                .formatted(file))
        .at(file, 0);
  }

  /** Writes it, and into the list of the kustomization.yaml beside it; both or neither. */
  void write() {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw inTheWay(file.toString());
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    if (kustomization.isPresent()) {
      try {
        kustomization.get().write();
      } catch (IOException e) {
        takeBack(e);
        throw unwritable(kustomization.get().file(), e);
      }
    }
  }

  private void takeBack(IOException cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static AthanorException unwritable(Path file, IOException cause) {
    return new AthanorException(
            Reason.INVALID_CONFIGURATION,
            "%s cannot be written (%s). Check that the folder is there and may be written to."
                .formatted(file, cause.getClass().getSimpleName()),
            cause)
        .at(file.toString(), 0);
  }

  /** Where it is. */
  Path file() {
    return file;
  }

  /** What it says. */
  Revision revision() {
    return revision;
  }

  /** The kustomization.yaml that lists it from now on. */
  Optional<Path> kustomization() {
    return kustomization.map(Kustomization::file);
  }
}
