package dev.athanor.cli;

import dev.athanor.cli.GraphCommand.GraphDocument;
import dev.athanor.cli.graph.Picture;
import dev.athanor.cli.kube.StatusText;
import dev.athanor.revision.History;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor graph}. */
@Command(
    name = "graph",
    description = "Draws a resource's revisions, with where its database is.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kubectl athanor graph orders",
      "  kubectl athanor graph orders --format mermaid"
    })
final class KubeGraphCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Drawing drawing = new Drawing();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  KubeGraphCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var resource = kube.with(cluster -> cluster.get(name));
    var graph = kube.with(cluster -> cluster.revisions(resource)).graph();
    var rows = Objects.requireNonNullElse(StatusText.status(resource).current(), List.<String>of());
    GraphCommand.warnOfStrangers(terminal, graph, rows);
    var picture = Picture.of(graph, new History(graph, rows).all());
    output.print(terminal, GraphDocument.of(rows, picture), out -> drawing.draw(out, picture));
    return 0;
  }
}
