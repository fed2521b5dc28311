package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.Templates;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code athanor init}. */
@Command(
    name = "init",
    description = "Begins a project: a folder for revisions and what takes them to a cluster.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Nothing that is there is overwritten.",
      "",
      "Example:",
      "  athanor init",
      "  athanor init shop --template yaml"
    })
final class InitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Output output = new Output();

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where; without it, here.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = {"-t", "--template"},
      defaultValue = "sql",
      paramLabel = "sql|yaml|xml",
      description = "What new revisions are written in; list-templates says more.")
  private Templates template = Templates.SQL;

  @JsonPropertyOrder({"apiVersion", "kind", "files"})
  record ProjectDocument(String apiVersion, String kind, List<String> files) {}

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var project =
        new NewProject(
            folder.map(terminal.directory()::resolve).orElse(terminal.directory()), template);
    var files = project.write().stream().map(Path::toString).toList();
    output.print(
        terminal,
        new ProjectDocument(Json.API_VERSION, "Project", files),
        out -> {
          files.forEach(file -> out.println("Wrote " + file));
          out.println("Next: athanor revision -m \"create the first table\"");
        });
    return 0;
  }

  /** A name for Kubernetes made of a folder's: lower-case letters, digits and dashes. */
  static String name(Path folder) {
    var last = folder.toAbsolutePath().normalize().getFileName();
    var name =
        (last == null ? "" : last.toString())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^[-0-9]+", "");
    var cut = name.substring(0, Math.min(40, name.length())).replaceAll("-$", "");
    return cut.isEmpty() ? "app" : cut;
  }
}
