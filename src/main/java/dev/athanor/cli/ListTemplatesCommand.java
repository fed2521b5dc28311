package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.Templates;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code athanor list-templates}. */
@Command(
    name = "list-templates",
    aliases = "list_templates",
    description = "Lists what `init` and `revision` can write new files from.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor list-templates"})
final class ListTemplatesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Output output = new Output();

  @JsonPropertyOrder({"apiVersion", "kind", "templates"})
  record TemplatesDocument(String apiVersion, String kind, List<TemplateDocument> templates) {}

  @JsonPropertyOrder({"name", "description"})
  record TemplateDocument(String name, String description) {}

  ListTemplatesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var templates = Templates.values();
    output.print(
        terminal,
        new TemplatesDocument(
            Json.API_VERSION,
            "Templates",
            Arrays.stream(templates)
                .map(each -> new TemplateDocument(each.id(), each.description()))
                .toList()),
        out ->
            Arrays.stream(templates)
                .forEach(each -> out.printf("%-5s %s%n", each.id(), each.description())));
    return 0;
  }
}
