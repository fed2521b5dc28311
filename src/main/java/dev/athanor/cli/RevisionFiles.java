package dev.athanor.cli;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Revision files in a folder being changed: each at once, so that a reader never sees half. */
final class RevisionFiles {
  private RevisionFiles() {}

  /** Gives a file other content. */
  static void replace(String origin, String text) {
    var path = Path.of(origin).toAbsolutePath();
    try {
      // entries that start with a dot are no revision files
      var draft = path.resolveSibling("." + path.getFileName() + ".new");
      Files.writeString(draft, text);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(origin, e);
    }
  }

  /** Puts a file into the kustomization.yaml that lists those beside it. */
  static void list(Path file) {
    try {
      var listing = Kustomization.listing(file);
      if (listing.isPresent()) {
        listing.get().write();
      }
    } catch (IOException e) {
      throw unwritable(file.toString(), e);
    }
  }

  /** Takes a file away, and out of the kustomization.yaml that lists it. */
  static void remove(String origin) {
    var path = Path.of(origin);
    try {
      var listing = Kustomization.leavingOut(path);
      Files.delete(path);
      if (listing.isPresent()) {
        listing.get().write();
      }
    } catch (IOException e) {
      throw unwritable(origin, e);
    }
  }

  private static AthanorException unwritable(String origin, IOException cause) {
    return new AthanorException(
            Reason.UNREADABLE_FILE,
            "%s cannot be changed (%s). Check its permissions."
                .formatted(origin, cause.getClass().getSimpleName()),
            cause)
        .at(origin, 0);
  }
}
