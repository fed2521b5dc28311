package dev.athanor.cli;

import dev.athanor.revision.History;
import dev.athanor.revision.HistoryEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code -r}: which part of the history a command is about. */
final class RangeOption {
  @Option(
      names = {"-r", "--rev-range"},
      paramLabel = "FROM:TO",
      description = "Only these, both ends included; an end may be current, left out, or +N or -N.")
  private Optional<String> range = Optional.empty();

  /** Whether it cannot be told without knowing where the database is. */
  boolean namesCurrent() {
    return range.stream()
        .flatMap(ends -> Arrays.stream(ends.split(":", -1)))
        .anyMatch(end -> end.strip().equals("current"));
  }

  /** That part, else all of it. */
  List<HistoryEntry> of(History history) {
    return range.map(history::range).orElseGet(history::all);
  }
}
