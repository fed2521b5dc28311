package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.revision.CurrentPosition;
import dev.athanor.revision.History;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor current}. */
@Command(
    name = "current",
    aliases = "show-current-revision",
    description = "Shows where the database is.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor current", "  athanor current --check-heads"})
final class CurrentCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private Output output = new Output();

  @Option(
      names = {"-v", "--verbose"},
      description = "Everything that the headers say.")
  private boolean verbose;

  @Option(
      names = {"-c", "--check-heads"},
      description = "End with exit code 12 unless the database is at the heads of the set.")
  private boolean checkHeads;

  @JsonPropertyOrder({"apiVersion", "kind", "current", "atHeads", "revisions"})
  record CurrentDocument(
      String apiVersion,
      String kind,
      List<String> current,
      boolean atHeads,
      List<RevisionDocument> revisions) {}

  CurrentCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var graph = revisions.look().graph();
    var rows = current.rows();
    if (checkHeads) {
      CurrentPosition.requireHeads(graph, rows);
    }
    var position = new CurrentPosition(graph, rows);
    var entries = new History(graph, List.of()).entries(position.shown());
    output.print(
        terminal,
        new CurrentDocument(
            Json.API_VERSION,
            "Current",
            rows,
            position.atHeads(),
            entries.stream().map(RevisionDocument::of).toList()),
        out -> RevisionLines.names(out, entries, verbose));
    return 0;
  }
}
