package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.cli.graph.Edge;
import dev.athanor.cli.graph.Picture;
import dev.athanor.revision.History;
import dev.athanor.revision.RevisionGraph;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code athanor graph}. */
@Command(
    name = "graph",
    description = "Draws the revisions with their branches, merges and dependencies.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "In text, | leads to a down-revision and : to a dependency. No database is needed.",
      "",
      "Example:",
      "  athanor graph",
      "  athanor graph --indicate-current",
      "  athanor graph --format svg --current 8f2c1a0b9d34 > graph.svg"
    })
final class GraphCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private RangeOption range = new RangeOption();
  @Mixin private Drawing drawing = new Drawing();
  @Mixin private Output output = new Output();

  @Option(
      names = {"-i", "--indicate-current"},
      description = "Ask the database where it is and mark that; --current marks what it says.")
  private boolean indicateCurrent;

  @JsonPropertyOrder({"apiVersion", "kind", "current", "revisions", "edges"})
  record GraphDocument(
      String apiVersion,
      String kind,
      List<String> current,
      List<RevisionDocument> revisions,
      List<EdgeDocument> edges) {
    static GraphDocument of(List<String> rows, Picture picture) {
      return new GraphDocument(
          Json.API_VERSION,
          "Graph",
          rows,
          picture.entries().stream().map(RevisionDocument::of).toList(),
          picture.edges().stream().map(EdgeDocument::of).toList());
    }
  }

  /** A line from a revision down to what it follows or, for a dependency, depends on. */
  @JsonPropertyOrder({"from", "to", "dependency"})
  record EdgeDocument(String from, String to, boolean dependency) {
    static EdgeDocument of(Edge edge) {
      return new EdgeDocument(edge.from(), edge.to(), edge.dependency());
    }
  }

  GraphCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var graph = revisions.look().graph();
    var rows = rows(graph);
    var history = new History(graph, rows);
    var picture = Picture.of(graph, range.of(history));
    output.print(terminal, GraphDocument.of(rows, picture), out -> drawing.draw(out, picture));
    return 0;
  }

  private List<String> rows(RevisionGraph graph) {
    var asked = indicateCurrent || range.namesCurrent();
    var rows = asked ? current.rows() : current.given().orElse(List.of());
    warnOfStrangers(terminal, graph, rows);
    return rows;
  }

  /** Says which rows cannot be drawn. */
  static void warnOfStrangers(Terminal terminal, RevisionGraph graph, List<String> rows) {
    for (var row : rows) {
      if (!graph.contains(row)) {
        terminal
            .err()
            .printf("warning: the database is at %s, which the revision set does not have%n", row);
      }
    }
  }
}
