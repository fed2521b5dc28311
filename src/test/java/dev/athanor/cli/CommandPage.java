package dev.athanor.cli;

import dev.athanor.error.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page {@code docs/cli.md}, from the commands themselves; {@code make generate} writes it. */
final class CommandPage {
  static final Path FILE = Path.of("docs/cli.md");

  private static final String INTRODUCTION =
      """
      <!-- Generated from src/main/java/dev/athanor/cli by `make generate`. -->
      # The command line

      Every command takes `--help` and `-o text|json`. Standard output has the result and nothing
      else, so it can be piped; progress, warnings and errors are on standard error, except that
      with `-o json` an error is a JSON object on standard output as well.

      What an option is when it is not given: the environment's variable (`--version-table` is
      `ATHANOR_VERSION_TABLE`), else the line of `athanor.yaml` (`version-table:`), else its default.

      ## Exit codes

      | code | meaning |
      | --- | --- |
      | 0 | done, or nothing to do |
      """;

  private static final Map<Integer, String> MEANINGS =
      Map.ofEntries(
          Map.entry(2, "wrong usage"),
          Map.entry(10, "the revision set is wrong"),
          Map.entry(11, "the target, or a revision that was named, is wrong"),
          Map.entry(12, "nobody allowed it, or a check does not hold"),
          Map.entry(13, "the database refused a statement, or a precondition does not hold"),
          Map.entry(14, "a revision was edited after it was applied"),
          Map.entry(15, "it cannot be told whether a statement was done"),
          Map.entry(16, "the Kubernetes API, or the resource as it is, does not allow it"),
          Map.entry(17, "configuration, or a database that is not supported"),
          Map.entry(19, "Athanor itself failed"),
          Map.entry(20, "the database cannot be reached"),
          Map.entry(21, "it does not let us in"),
          Map.entry(22, "somebody else has the lock"),
          Map.entry(23, "the revision set changed"),
          Map.entry(24, "asked to stop, and stopped between two steps"),
          Map.entry(
              25,
              "a database is not at the target in time, a resource not ready in time, or the Kubernetes API does not answer"),
          Map.entry(26, "the database server has no room left"));

  private CommandPage() {}

  /** Writes the page. */
  public static void main(String... args) throws IOException {
    Files.writeString(FILE, text());
  }

  static String text() {
    var page = new StringBuilder(INTRODUCTION);
    Arrays.stream(Reason.values())
        .collect(Collectors.groupingBy(Reason::exitCode, TreeMap::new, reasons()))
        .forEach(
            (code, reasons) ->
                page.append(
                    "| %d | %s%s%s |%n"
                        .formatted(
                            code,
                            MEANINGS.containsKey(code) ? MEANINGS.get(code) + ": " : "",
                            reasons,
                            code >= 20 ? "; worth another try" : "")));
    page.append("\n[reasons.md](reasons.md) says what to do about each.\n");
    var commands = commands();
    page.append("\n## Commands\n\n| command | |\n| --- | --- |\n");
    for (var command : commands) {
      page.append(
          "| [`%s`](#%s) | %s |%n"
              .formatted(name(command), anchor(name(command)), cell(description(command))));
    }
    commands.forEach(command -> append(page, command));
    return page.toString();
  }

  private static Collector<Reason, ?, String> reasons() {
    return Collectors.mapping(
        reason -> "`" + reason.id() + "`",
        Collectors.collectingAndThen(
            Collectors.toList(), ids -> ids.stream().sorted().collect(Collectors.joining(", "))));
  }

  /** The commands, each once whatever its aliases, in the order of {@code --help}. */
  static List<CommandSpec> commands() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    return Athanor.commandLine(Athanor.terminal(nowhere, nowhere, Map.of(), Path.of("")))
        .getSubcommands()
        .values()
        .stream()
        .map(CommandLine::getCommandSpec)
        .filter(command -> !(command.userObject() instanceof HelpCommand))
        .distinct()
        .flatMap(
            command ->
                Stream.concat(
                    Stream.of(command),
                    command.subcommands().values().stream().map(CommandLine::getCommandSpec)))
        .toList();
  }

  /** As it is typed after the program's name. */
  private static String name(CommandSpec command) {
    return command.qualifiedName().replaceFirst("^athanor ", "");
  }

  private static void append(StringBuilder page, CommandSpec command) {
    page.append("\n## %s\n\n%s\n".formatted(name(command), description(command)));
    if (command.aliases().length > 0) {
      page.append(
          "\nAlso called %s.\n"
              .formatted(
                  Arrays.stream(command.aliases())
                      .map(alias -> "`" + alias + "`")
                      .collect(Collectors.joining(", "))));
    }
    page.append("\n    athanor %s\n".formatted(synopsis(command)));
    var rows =
        Stream.concat(
                command.positionalParameters().stream().map(CommandPage::row),
                command.options().stream()
                    .filter(option -> !option.hidden())
                    .sorted(Comparator.comparing(CommandPage::sortName))
                    .map(CommandPage::row))
            .toList();
    page.append("\n| option | |\n| --- | --- |\n");
    rows.forEach(page::append);
    page.append("\n").append(footer(command)).append("\n");
    page.append("Exit codes: ").append(exitCodes(command)).append(".\n");
  }

  private static String synopsis(CommandSpec command) {
    return name(command)
        + (command.subcommands().isEmpty() ? " [OPTIONS]" : " COMMAND")
        + command.positionalParameters().stream()
            .map(
                parameter ->
                    parameter.arity().min() == 0
                        ? " [" + parameter.paramLabel() + "...]"
                        : " " + parameter.paramLabel())
            .collect(Collectors.joining());
  }

  private static String row(PositionalParamSpec parameter) {
    return "| `%s` | %s |%n"
        .formatted(code(parameter.paramLabel()), cell(join(parameter.description())));
  }

  private static String row(OptionSpec option) {
    var value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return "| `%s%s` | %s |%n"
        .formatted(
            String.join("`, `", option.names()),
            code(value),
            cell(
                join(option.description())
                    .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))));
  }

  private static String sortName(OptionSpec option) {
    return option.longestName().replaceFirst("^-+(\\[no-\\])?", "").toLowerCase(Locale.ROOT);
  }

  /** What is said about the command, and its examples as code. */
  private static String footer(CommandSpec command) {
    var text = new StringBuilder();
    for (var line : command.usageMessage().footer()) {
      if (line.equals("Example:")) {
        text.append("Example:\n\n");
      } else if (line.startsWith("  ")) {
        text.append("    ").append(line.strip()).append('\n');
      } else if (!line.isBlank()) {
        text.append(line).append("\n\n");
      }
    }
    return text.toString().replace("%%", "%");
  }

  private static String exitCodes(CommandSpec command) {
    var asks = command.findOption("--url") != null || command.findOption("--context") != null;
    return asks ? "0, 2, 10 to 19, 20 to 29" : "0, 2, 10 to 19";
  }

  private static String description(CommandSpec command) {
    return join(command.usageMessage().description());
  }

  private static String join(String... lines) {
    return Ansi.OFF.string(String.join(" ", lines)).replace("%%", "%").replace("%n", " ").strip();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }

  private static String code(String text) {
    return text.replace("|", "\\|");
  }

  private static String anchor(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
