package dev.athanor.cli;

import dev.athanor.cli.graph.Picture;
import dev.athanor.cli.graph.TextPicture;
import dev.athanor.revision.History;
import dev.athanor.revision.HistoryEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor history}. */
@Command(
    name = "history",
    description = "Lists the revisions, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor history",
      "  athanor history -r 8f2c:head",
      "  athanor history -i -r current:",
      "  athanor history --graph"
    })
final class HistoryCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private RangeOption range = new RangeOption();
  @Mixin private Output output = new Output();

  @Option(
      names = {"-v", "--verbose"},
      description = "Everything that the headers say.")
  private boolean verbose;

  @Option(
      names = {"-i", "--indicate-current"},
      description = "Mark where the database is.")
  private boolean indicateCurrent;

  @Option(
      names = {"-g", "--graph"},
      description = "Draw branches and merges beside the revisions, as the command graph does.")
  private boolean picture;

  HistoryCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var graph = revisions.look().graph();
    var asked = indicateCurrent || range.namesCurrent();
    var rows = asked ? current.rows() : List.<String>of();
    var history = new History(graph, rows);
    var entries = range.of(history).stream().map(this::flagged).toList();
    output.print(
        terminal,
        RevisionDocument.Listing.of("History", entries),
        out -> {
          if (picture) {
            TextPicture.print(
                out, Picture.of(graph, entries), entry -> RevisionLines.history(entry, verbose));
          } else {
            RevisionLines.history(out, entries, verbose);
          }
        });
    return 0;
  }

  // the rows may be known only because a range asked for them
  private HistoryEntry flagged(HistoryEntry entry) {
    if (indicateCurrent || !entry.flags().contains(HistoryEntry.Flag.CURRENT)) {
      return entry;
    }
    var flags = EnumSet.copyOf(entry.flags());
    flags.remove(HistoryEntry.Flag.CURRENT);
    return new HistoryEntry(entry.revision(), flags, entry.labels());
  }
}
