package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.athanor.api.Json;
import dev.athanor.revision.History;
import dev.athanor.revision.HistoryEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor branches}. */
@Command(
    name = "branches",
    description = "Lists the revisions that several others follow, each with those.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor branches", "  athanor branches -v"})
final class BranchesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private Output output = new Output();

  @Option(
      names = {"-v", "--verbose"},
      description = "Everything that the headers say.")
  private boolean verbose;

  @JsonPropertyOrder({"apiVersion", "kind", "branches"})
  record BranchesDocument(String apiVersion, String kind, List<Branch> branches) {}

  record Branch(@JsonUnwrapped RevisionDocument branchPoint, List<RevisionDocument> children) {}

  private record Fork(HistoryEntry at, List<HistoryEntry> children) {
    Branch document() {
      return new Branch(
          RevisionDocument.of(at), children.stream().map(RevisionDocument::of).toList());
    }
  }

  BranchesCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
  }

  @Override
  public Integer call() {
    var graph = revisions.look().graph();
    var history = new History(graph, List.of());
    var forks =
        history.entries(graph.branchPoints()).stream()
            .map(at -> new Fork(at, history.entries(graph.children(at.revision().id()))))
            .toList();
    output.print(
        terminal,
        new BranchesDocument(
            Json.API_VERSION, "Branches", forks.stream().map(Fork::document).toList()),
        out ->
            forks.forEach(fork -> RevisionLines.branch(out, fork.at(), fork.children(), verbose)));
    return 0;
  }
}
