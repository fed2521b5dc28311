package dev.athanor.cli;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.revision.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where the revision files are. */
final class RevisionOptions {
  private final Terminal terminal;

  @Option(
      names = "--revisions",
      split = ",",
      paramLabel = "DIR",
      defaultValue = "revisions",
      description = "Folder with revision files; may be given several times.")
  private List<Path> folders = List.of();

  RevisionOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Whether any of the folders exists. */
  boolean there() {
    return folders().stream().anyMatch(Files::isDirectory);
  }

  /** The set, read and checked as a graph; warnings go to standard error. */
  RevisionSet read() {
    return warned(RevisionSet.of(sources()));
  }

  /** The same where there may be no revision yet. */
  RevisionSet readAny() {
    return warned(RevisionSet.ofAny(sources()));
  }

  /** The same for a look only: no revision at all may be a slip, and is said. */
  RevisionSet look() {
    var set = readAny();
    if (set.files().isEmpty()) {
      terminal.err().printf("warning: there is no revision file in %s%n", folders);
    }
    return set;
  }

  private List<Source> sources() {
    return folders().stream().map(Source::folder).toList();
  }

  private List<Path> folders() {
    return folders.stream().map(terminal.directory()::resolve).toList();
  }

  /** Where a new revision is to be written: where it was asked to, else beside what it follows. */
  Path folderFor(CommandSpec spec, RevisionSet set, Revision revision, Optional<Path> asked) {
    if (asked.isPresent()) {
      var folder = terminal.directory().resolve(asked.get());
      return folders().stream()
          .filter(each -> each.normalize().equals(folder.normalize()))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandLine.ParameterException(
                      spec.commandLine(),
                      "--version-path %s is none of the folders of --revisions: %s"
                          .formatted(asked.get(), folders)));
    }
    return revision.downRevisions().stream()
        .flatMap(id -> set.file(id).stream())
        .flatMap(file -> Stream.ofNullable(Path.of(file.origin()).getParent()))
        .findFirst()
        .orElseGet(() -> folders().getFirst());
  }

  private RevisionSet warned(RevisionSet set) {
    set.warnings()
        .forEach(
            warning ->
                terminal
                    .err()
                    .printf(
                        "warning: %s:%d: %s%n", warning.file(), warning.line(), warning.message()));
    return set;
  }
}
