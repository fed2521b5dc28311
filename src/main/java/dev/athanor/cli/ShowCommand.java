package dev.athanor.cli;

import dev.athanor.revision.CurrentPosition;
import dev.athanor.revision.History;
import dev.athanor.revision.RevisionGraph;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor show}. */
@Command(
    name = "show",
    description = "Shows what the headers of revisions say.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor show head", "  athanor show 8f2c current"})
final class ShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private Output output = new Output();

  @Parameters(
      arity = "0..*",
      paramLabel = "REVISION",
      description =
          "current, head, heads, an id or its beginning, <id>+1, <label>@head; -1 counts from the"
              + " heads.")
  private List<String> given = List.of();

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    if (Targets.checked(spec, given).isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "A revision is missing: an id, head, heads or current");
    }
    var graph = revisions.look().graph();
    var ids = given.stream().flatMap(each -> resolve(graph, each)).distinct().toList();
    var entries = new History(graph, List.of()).entries(ids);
    output.print(
        terminal,
        RevisionDocument.Listing.of("Revisions", entries),
        out -> RevisionLines.names(out, entries, true));
    return 0;
  }

  private Stream<String> resolve(RevisionGraph graph, String expression) {
    return expression.equals("current")
        ? new CurrentPosition(graph, current.rows()).shown().stream()
        : graph.resolve(expression).stream();
  }
}
