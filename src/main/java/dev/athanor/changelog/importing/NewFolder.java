package dev.athanor.changelog.importing;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;

/** Where an import goes: a folder that does not exist yet, or is empty. */
public final class NewFolder {
  private final Path folder;

  /** Nothing is touched yet. */
  public NewFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Whether exactly this has been written there before. */
  public boolean holds(Imported imported) {
    var expected = new HashMap<String, String>();
    imported.files().forEach(file -> expected.put(file.name(), file.text()));
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var content = Files.list(folder)) {
      for (var path : content.toList()) {
        var text = expected.remove(path.getFileName().toString());
        if (text == null || !text.equals(Files.readString(path))) {
          return false;
        }
      }
      return expected.isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Refuses a folder with something in it.
   *
   * @throws AthanorException {@code InvalidUsage}
   */
  public void refuseContent() {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new AthanorException(
          Reason.INVALID_USAGE, "%s is a file. Name a new folder.".formatted(folder));
    }
    try (var content = Files.list(folder)) {
      var first = content.findFirst();
      if (first.isPresent()) {
        throw new AthanorException(
            Reason.INVALID_USAGE,
            "%s is not empty: it has %s. Name a new folder with --revisions; nothing is ever written over."
                .formatted(folder, first.get().getFileName()));
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Writes all the files, or none: they are made beside the folder and moved as a whole. */
  public void write(Imported imported) {
    refuseContent();
    var parent = Optional.ofNullable(folder.getParent()).orElse(folder);
    try {
      Files.createDirectories(parent);
      var draft = Files.createTempDirectory(parent, "." + folder.getFileName() + ".");
      try {
        for (var file : imported.files()) {
          Files.writeString(draft.resolve(file.name()), file.text());
        }
        Files.setPosixFilePermissions(
            draft, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.deleteIfExists(folder);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        remove(draft);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void remove(Path draft) throws IOException {
    if (Files.exists(draft)) {
      try (var paths = Files.walk(draft)) {
        for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private AthanorException unwritable(IOException cause) {
    return new AthanorException(
        Reason.INVALID_USAGE,
        "%s cannot be written (%s). Name another folder with --revisions."
            .formatted(folder, cause.getClass().getSimpleName()),
        cause);
  }
}
