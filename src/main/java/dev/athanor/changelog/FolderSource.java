package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A folder with revision files, not looked into any deeper. */
record FolderSource(Path folder) implements Source {
  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public String origin(String entry) {
    return folder.resolve(entry).toString();
  }

  @Override
  public SortedMap<String, byte[]> entries() {
    var entries = new TreeMap<String, byte[]>();
    for (var path : list()) {
      var entry = path.getFileName().toString();
      // a mounted ConfigMap's keys are links to files; its own book-keeping starts with ".."
      if (FileNames.candidate(entry) && (Files.isRegularFile(path) || leadsNowhere(path, entry))) {
        read(path, entry, entries);
      }
    }
    return entries;
  }

  /** A revision that is meant to be there and is not must not be overlooked. */
  private static boolean leadsNowhere(Path path, String entry) {
    return FileNames.format(entry).isPresent() && Files.notExists(path);
  }

  private List<Path> list() {
    if (!Files.isDirectory(folder)) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "The folder %s does not exist. Name the folder that holds the revision files."
                  .formatted(folder))
          .at(name(), 0);
    }
    try (var paths = Files.list(folder)) {
      return paths.toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private void read(Path path, String entry, SortedMap<String, byte[]> entries) {
    try {
      if (Files.size(path) <= FileText.MAX_BYTES) {
        entries.put(entry, Files.readAllBytes(path));
      } else if (FileNames.format(entry).isPresent()) {
        throw FileText.tooLarge(origin(entry));
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static AthanorException unreadable(Path path, IOException cause) {
    return new AthanorException(
            Reason.UNREADABLE_FILE,
            "%s cannot be read (%s). Check that it is there and that its permissions allow it."
                .formatted(path, cause.getClass().getSimpleName()),
            cause)
        .at(path.toString(), 0);
  }
}
