package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.docs.CodeBlock;
import dev.athanor.docs.Page;
import dev.athanor.docs.ShellLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** Every command line in the documentation is one that the program takes. */
class DocumentedCommandsTest {
  /** Files that the documentation's readers would have. */
  private static final List<Path> PROJECTS =
      Stream.of("linear", "branched", "old")
          .map(Path.of("src/test/resources/documented")::resolve)
          .toList();

  private static final Set<String> NEED_A_CLUSTER_OR_A_PERSON = Set.of("operator", "edit", "help");

  /** A line that somebody may type. */
  record Line(CodeBlock block, List<String> words) {
    @Override
    public String toString() {
      return block + " " + String.join(" ", words);
    }
  }

  /** The program's own arguments. */
  static List<Line> ofAthanor() {
    return typed()
        .flatMap(
            line -> arguments(line.words()).stream().map(words -> new Line(line.block(), words)))
        .toList();
  }

  /** The arguments of containers that run our image. */
  static List<Line> ofContainers() {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(block -> block.language().equals("yaml"))
        .flatMap(
            block ->
                block.yaml().stream()
                    .flatMap(yaml -> yaml.findParents("args").stream())
                    .filter(container -> container.path("image").asText().contains("/athanor"))
                    .map(container -> new Line(block, words(container.path("args")))))
        .toList();
  }

  private static List<String> words(JsonNode args) {
    return StreamSupport.stream(args.spliterator(), false).map(JsonNode::asText).toList();
  }

  static List<Line> withoutDatabase() {
    return ofAthanor().stream()
        .filter(line -> !line.block().page().equals(Path.of("docs/tutorial.md")))
        .filter(line -> needsNoDatabase(parsed(line)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource({"ofAthanor", "ofContainers"})
  void a_command_is_one_that_there_is(Line line) {
    var command = parsed(line);

    // these would be taken for targets, and refused when they are looked at
    assertThat(command.matchedPositionals().stream().flatMap(it -> it.stringValues().stream()))
        .noneMatch(word -> word.matches("-[^0-9].*"));
  }

  @ParameterizedTest
  @MethodSource("withoutDatabase")
  void a_command_that_needs_no_database_does_what_it_says(Line line, @TempDir Path folder)
      throws IOException {
    var refusals = new ArrayList<String>();
    for (var project : PROJECTS) {
      var copy = folder.resolve(project.getFileName());
      copy(project, copy);
      copy(Path.of("examples"), copy.resolve("examples"));
      var result = new Cli(copy).run(line.words().toArray(String[]::new));
      if (result.exitCode() == 0) {
        return;
      }
      refusals.add(result.err());
    }
    fail(line + " is done in no project: " + refusals);
  }

  @Test
  void there_are_commands_of_each_sort() {
    assertThat(ofAthanor()).anyMatch(line -> line.words().getFirst().equals("kubectl"));
    assertThat(withoutDatabase()).isNotEmpty();
  }

  static List<Line> ofMake() {
    return typed().filter(line -> line.words().getFirst().equals("make")).toList();
  }

  @ParameterizedTest
  @MethodSource("ofMake")
  void a_verb_of_make_is_one_that_there_is(Line line) throws IOException {
    var makefile = Files.readString(Path.of("Makefile"));

    assertThat(line.words().stream().skip(1).filter(word -> !word.contains("=")))
        .allSatisfy(verb -> assertThat(makefile).containsPattern("(?m)^" + verb + ":"));
  }

  /** Files and folders of this repository that other programs are given. */
  static List<Line> ofOthers() {
    return typed()
        .filter(line -> line.words().getFirst().matches("kubectl|helm"))
        .map(line -> new Line(line.block(), files(line.words())))
        .filter(line -> !line.words().isEmpty())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("ofOthers")
  void a_file_that_another_program_is_given_is_there(Line line) {
    assertThat(line.words()).allSatisfy(file -> assertThat(Path.of(file)).exists());
  }

  private static Stream<Line> typed() {
    return Page.all().stream()
        .flatMap(page -> page.blocks().stream())
        .flatMap(
            block ->
                block.typed().stream()
                    .filter(typed -> typed.typed().matches(".*\\b(athanor|make|kubectl|helm) .*"))
                    .filter(typed -> !typed.typed().contains("[OPTIONS]"))
                    .filter(typed -> !typed.typed().endsWith(" COMMAND"))
                    .flatMap(typed -> ShellLine.commands(typed.typed()).stream())
                    .map(words -> new Line(block, words)));
  }

  /** {@code kubectl athanor status} is {@code athanor kubectl status}. */
  private static Optional<List<String>> arguments(List<String> words) {
    if (words.getFirst().matches("(bin/)?athanor")) {
      return Optional.of(words.subList(1, words.size()));
    }
    return words.size() > 1 && words.subList(0, 2).equals(List.of("kubectl", "athanor"))
        ? Optional.of(Stream.concat(Stream.of("kubectl"), words.stream().skip(2)).toList())
        : Optional.empty();
  }

  private static boolean needsNoDatabase(ParseResult command) {
    var spec = command.commandSpec();
    if (NEED_A_CLUSTER_OR_A_PERSON.contains(spec.name())
        || spec.parent().name().equals("kubectl")) {
      return false;
    }
    return spec.findOption("--url") == null
        || (spec.name().equals("import") && !command.hasMatchedOption("--stamp"))
        || command.hasMatchedOption("--current")
        || command.hasMatchedOption("--sql")
        || (Set.of("history", "heads", "branches", "show", "graph").contains(spec.name())
            && command.originalArgs().stream().noneMatch(arg -> arg.contains("current")));
  }

  private static List<String> files(List<String> words) {
    return words.stream()
        .map(word -> word.replaceFirst("^--[a-z-]+=", ""))
        .filter(word -> word.matches("(operator|examples|crds|helm)/.*"))
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static ParseResult parsed(Line line) {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var result =
        Athanor.commandLine(Athanor.terminal(nowhere, nowhere, Map.of(), Path.of("")))
            .parseArgs(line.words().toArray(String[]::new));
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    return result;
  }
}
