package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.cli.graph.Caption;
import dev.athanor.cli.graph.DotPicture;
import dev.athanor.cli.graph.Edge;
import dev.athanor.cli.graph.MermaidPicture;
import dev.athanor.cli.graph.Picture;
import dev.athanor.cli.graph.SvgPicture;
import dev.athanor.cli.graph.TextPicture;
import dev.athanor.revision.History;
import dev.athanor.revision.RevisionGraph;
import java.io.PrintWriter;
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
  private enum Format {
    text,
    mermaid,
    dot,
    svg
  }

  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private RangeOption range = new RangeOption();
  @Mixin private Output output = new Output();

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "text|mermaid|dot|svg",
      description =
          "What to draw it in: letters, Mermaid for Markdown, Graphviz' DOT, or an SVG file.")
  private Format format = Format.text;

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
      List<EdgeDocument> edges) {}

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
    output.print(
        terminal,
        new GraphDocument(
            Json.API_VERSION,
            "Graph",
            rows,
            picture.entries().stream().map(RevisionDocument::of).toList(),
            picture.edges().stream().map(EdgeDocument::of).toList()),
        out -> draw(out, picture));
    return 0;
  }

  private List<String> rows(RevisionGraph graph) {
    var asked = indicateCurrent || range.namesCurrent();
    var rows = asked ? current.rows() : current.given().orElse(List.of());
    for (var row : rows) {
      if (!graph.contains(row)) {
        terminal
            .err()
            .printf("warning: the database is at %s, which the revision set does not have%n", row);
      }
    }
    return rows;
  }

  private void draw(PrintWriter out, Picture picture) {
    switch (format) {
      case text -> TextPicture.print(out, picture, entry -> List.of(Caption.of(entry).line()));
      case mermaid -> MermaidPicture.print(out, picture);
      case dot -> DotPicture.print(out, picture);
      case svg -> SvgPicture.print(out, picture);
    }
  }
}
