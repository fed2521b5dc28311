package dev.athanor.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A block of code in a page.
 *
 * @param page where it stands
 * @param line its first line
 * @param info what is said behind the fence: a language, and perhaps {@code title=FILE}
 * @param text what it shows
 */
public record CodeBlock(Path page, int line, String info, String text) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String PROMPT = "$ ";
  private static final Set<String> SHELL = Set.of("", "sh", "bash", "shell", "console");

  /** The documents of a block in YAML. */
  public List<JsonNode> yaml() {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      return documents.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException("the YAML at " + this + " cannot be read", e);
    }
  }

  /** The language of a fenced block; empty of an indented one. */
  public String language() {
    return info.split(" ", 2)[0];
  }

  /** The file whose content this is, or empty. */
  public String title() {
    return Stream.of(info.split(" "))
        .filter(word -> word.startsWith("title="))
        .map(word -> word.substring("title=".length()))
        .findFirst()
        .orElse("");
  }

  /**
   * Something that is typed at a prompt.
   *
   * @param typed without the prompt, what was continued in one line
   * @param shown the lines below it, up to the next one that is typed
   */
  public record Typed(String typed, List<String> shown) {}

  /** What is typed here: behind a prompt where there is one, else each line. */
  public List<Typed> typed() {
    if (!SHELL.contains(language())) {
      return List.of();
    }
    var lines = text.replace("\\\n", "").lines().toList();
    boolean prompts = lines.stream().anyMatch(line -> line.startsWith(PROMPT));
    var typed = new ArrayList<Typed>();
    for (var line : lines) {
      if (!prompts) {
        typed.add(new Typed(line, List.of()));
      } else if (line.startsWith(PROMPT)) {
        typed.add(new Typed(line.substring(PROMPT.length()), new ArrayList<>()));
      } else if (!typed.isEmpty()) {
        typed.getLast().shown().add(line);
      }
    }
    return typed;
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
