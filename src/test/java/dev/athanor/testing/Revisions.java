package dev.athanor.testing;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A revision set written down in a test. */
public final class Revisions {
  private final Map<String, String> files = new LinkedHashMap<>();

  /** One file. */
  public Revisions file(String name, String text) {
    files.put(name, text);
    return this;
  }

  /** A revision in the short form, in a file called as its id. */
  public Revisions revision(String id, String down, String upgrade, String downgrade) {
    var header = "-- revision: " + id + "\n";
    if (!down.isEmpty()) {
      header += "-- down-revision: " + down + "\n";
    }
    return file(
        id + ".sql",
        header
            + "-- message: test\n\n-- upgrade\n"
            + upgrade
            + "\n-- downgrade\n"
            + downgrade
            + "\n");
  }

  /** A line of revisions r001, r002, …; each makes a table t1, t2, … */
  public static Revisions line(int length) {
    var revisions = new Revisions();
    for (int i = 1; i <= length; i++) {
      revisions.revision(
          "r%03d".formatted(i),
          i == 1 ? "" : "r%03d".formatted(i - 1),
          "CREATE TABLE t%d (id int);\nINSERT INTO t%d VALUES (%d);".formatted(i, i, i),
          "DROP TABLE t%d;".formatted(i));
    }
    return revisions;
  }

  /** The same without one file. */
  public Revisions without(String name) {
    var rest = new Revisions();
    files.forEach(
        (file, text) -> {
          if (!file.equals(name)) {
            rest.file(file, text);
          }
        });
    return rest;
  }

  /** The files by name. */
  public Map<String, String> files() {
    return Map.copyOf(files);
  }

  /** As files in a folder. */
  public Path in(Path folder) {
    try {
      for (var file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** As a set. */
  public RevisionSet set() {
    return RevisionSet.of(List.of(Source.configMap("test", "revisions", files, Map.of())));
  }
}
