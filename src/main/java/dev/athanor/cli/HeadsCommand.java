package dev.athanor.cli;

import dev.athanor.revision.History;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor heads}. */
@Command(
    name = "heads",
    description = "Lists the revisions that no other follows.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor heads"})
final class HeadsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private Output output = new Output();

  @Option(
      names = {"-v", "--verbose"},
      description = "Everything that the headers say.")
  private boolean verbose;

  @Option(
      names = "--resolve-dependencies",
      description = "Leave out those that another depends on.")
  private boolean resolveDependencies;

  HeadsCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
  }

  @Override
  public Integer call() {
    var graph = revisions.look().graph();
    var heads = resolveDependencies ? graph.effectiveHeads() : graph.heads();
    var entries = new History(graph, List.of()).entries(heads);
    output.print(
        terminal,
        RevisionDocument.Listing.of("Heads", entries),
        out -> RevisionLines.names(out, entries, verbose));
    return 0;
  }
}
