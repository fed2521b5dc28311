package dev.athanor.cli;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import java.nio.file.Path;
import java.util.List;
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

  /** The set, read and checked as a graph; warnings go to standard error. */
  RevisionSet read() {
    var set =
        RevisionSet.of(
            folders.stream().map(terminal.directory()::resolve).map(Source::folder).toList());
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
