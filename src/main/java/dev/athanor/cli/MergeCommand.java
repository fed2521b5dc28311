package dev.athanor.cli;

import dev.athanor.changelog.Templates;
import dev.athanor.revision.NewRevision;
import dev.athanor.revision.RevisionGraph;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor merge}. */
@Command(
    name = "merge",
    aliases = "merge-migrations",
    description = "Writes a revision that joins others, so that there is one head again.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor merge",
      "  athanor merge 8f2c 1f3a -m \"join orders and billing\""
    })
final class MergeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private NewRevisionOptions wanted = new NewRevisionOptions();
  @Mixin private Output output = new Output();

  @Parameters(
      arity = "0..*",
      paramLabel = "REVISION",
      description = "What to join; without any, all heads.")
  private List<String> given = List.of();

  MergeCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
  }

  @Override
  public Integer call() {
    var set = revisions.look();
    var graph = set.graph();
    var heads = heads(graph);
    var revision =
        NewRevision.of(
            graph,
            wanted.request(
                terminal, graph, heads, List.of(), "merge " + String.join(" and ", heads)));
    var folder = revisions.folderFor(spec, set, revision, wanted.folder());
    var file = NewRevisionFile.of(set, folder, Templates.merge(), revision);
    file.write();
    output.print(
        terminal, RevisionDocument.Created.of(file), out -> RevisionLines.created(out, file));
    return 0;
  }

  private List<String> heads(RevisionGraph graph) {
    if (!given.isEmpty()) {
      return Targets.checked(spec, given);
    }
    var heads = graph.heads();
    if (heads.size() < 2) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "There is nothing to merge: "
              + (heads.isEmpty()
                  ? "the set has no revisions"
                  : "the only head is " + heads.getFirst()));
    }
    return heads;
  }
}
