package dev.athanor.cli;

import dev.athanor.changelog.Template;
import dev.athanor.changelog.Templates;
import dev.athanor.revision.NewRevision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code athanor revision}. */
@Command(
    name = "revision",
    aliases = "make-migrations",
    description = "Writes a new, empty revision file.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The file comes from revisions/template.sql.tmpl (or .yaml.tmpl, .xml.tmpl) where there is"
          + " one; a kustomization.yaml beside the folder gets it into its list.",
      "",
      "Example:",
      "  athanor revision -m \"add orders.total\"",
      "  athanor revision -m \"begin billing\" --head base --branch-label billing"
    })
final class RevisionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private NewRevisionOptions wanted = new NewRevisionOptions();
  @Mixin private Output output = new Output();

  @Option(
      names = "--head",
      paramLabel = "REV",
      description =
          "What it follows, instead of the one head: a head, <label>@head, base; several make a"
              + " merge.")
  private List<String> heads = List.of();

  @Option(
      names = "--depends-on",
      paramLabel = "REV",
      description = "What must be applied before it without being its line; may be given often.")
  private List<String> dependsOn = List.of();

  @Option(names = "--sql", description = "Write plain SQL, the default.")
  private boolean sql;

  @Option(names = "--yaml", description = "Write a Liquibase changelog in YAML.")
  private boolean yaml;

  @Option(names = "--xml", description = "Write a Liquibase changelog in XML.")
  private boolean xml;

  RevisionCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
  }

  @Override
  public Integer call() {
    var set = revisions.readAny();
    var graph = set.graph();
    var revision = NewRevision.of(graph, wanted.request(terminal, graph, heads, dependsOn, ""));
    var folder = revisions.folderFor(spec, set, revision, wanted.folder());
    var file = NewRevisionFile.of(set, folder, template(folder), revision);
    file.write();
    output.print(
        terminal, RevisionDocument.Created.of(file), out -> RevisionLines.created(out, file));
    return 0;
  }

  private Template template(Path folder) {
    var asked =
        Stream.of(
                sql ? Stream.of(Templates.SQL) : Stream.<Templates>empty(),
                yaml ? Stream.of(Templates.YAML) : Stream.<Templates>empty(),
                xml ? Stream.of(Templates.XML) : Stream.<Templates>empty())
            .flatMap(each -> each)
            .toList();
    if (asked.size() > 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Of --sql, --yaml and --xml only one can be had");
    }
    return asked.isEmpty()
        ? Arrays.stream(Templates.values())
            .flatMap(kind -> kind.in(folder).stream())
            .findFirst()
            .orElseGet(Templates.SQL::template)
        : asked.getFirst().in(folder).orElseGet(asked.getFirst()::template);
  }
}
