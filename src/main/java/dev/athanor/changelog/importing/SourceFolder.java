package dev.athanor.changelog.importing;

import dev.athanor.changelog.FileText;
import dev.athanor.changelog.Warning;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The folder of another tool: read, never written. Collects what there is to say about it. */
final class SourceFolder {
  private static final int DEPTH = 20;

  private final Path folder;
  private final ImportOptions options;
  private final List<Warning> warnings = new ArrayList<>();

  SourceFolder(Path folder, ImportOptions options) {
    this.folder = folder;
    this.options = options;
    if (!Files.isDirectory(folder)) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "The folder %s does not exist. Name the folder that holds the migrations."
                  .formatted(folder))
          .at(folder.toString(), 0);
    }
  }

  ImportOptions options() {
    return options;
  }

  List<Warning> warnings() {
    return warnings;
  }

  void warn(String origin, int line, String message) {
    warnings.add(new Warning(origin, line, message));
  }

  /** The files right in the folder, sorted by name. */
  List<Path> files() {
    return files(1, path -> true);
  }

  /** The files in the folder and below, sorted by name. */
  List<Path> filesBelow() {
    return files(DEPTH, path -> true);
  }

  private List<Path> files(int depth, Predicate<Path> wanted) {
    try (var paths = Files.walk(folder, depth)) {
      return paths
          .filter(path -> Files.isRegularFile(path) && !name(path).startsWith("."))
          .filter(wanted)
          .sorted(java.util.Comparator.comparing(SourceFolder::name).thenComparing(path -> path))
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static String name(Path path) {
    return path.getFileName().toString();
  }

  /** A file's text with plain line feeds. */
  static String text(Path path) {
    try {
      return FileText.of("source.sql", path.toString(), Files.readAllBytes(path))
          .replace("\r\n", "\n");
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The error for a folder in which the tool would find nothing. */
  AthanorException empty(String expected) {
    return new AthanorException(
            Reason.EMPTY_REVISION_SET,
            "There is no migration in %s: expected are files like %s.".formatted(folder, expected))
        .at(folder.toString(), 0);
  }

  static AthanorException invalid(String origin, int line, String what) {
    var where = line > 0 ? "%s, line %d".formatted(origin, line) : origin;
    return new AthanorException(Reason.INVALID_CHANGELOG, where + ": " + what + ".")
        .at(origin, line);
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
