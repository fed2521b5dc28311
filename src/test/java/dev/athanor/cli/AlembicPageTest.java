package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code docs/alembic.md} says of our commands, held to the commands. */
class AlembicPageTest {
  private static final Path PAGE = Path.of("docs/alembic.md");
  private static final Pattern SAME = Pattern.compile("\\| (`.+`) \\| the same[^|]*\\|.*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void every_command_is_on_the_page() throws IOException {
    var page = Files.readString(PAGE);

    assertThat(commands())
        .allSatisfy(command -> assertThat(page).containsPattern("`" + command.name() + "[` ]"));
  }

  /** The rows that say that ours is the same: a command, or options of the one named before. */
  static Stream<String> sameRows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(SAME::matcher)
        .filter(row -> row.matches())
        .map(row -> row.group(1))
        .filter(row -> row.matches("`[a-z].*"));
  }

  @ParameterizedTest
  @MethodSource("sameRows")
  void what_is_said_to_be_the_same_is_there(String row) {
    var ours = List.<CommandSpec>of();
    for (var code : CODE.matcher(row).results().map(match -> match.group(1)).toList()) {
      var words = List.of(code.split(" ", -1));
      var options = new ArrayList<>(words);
      if (!words.getFirst().startsWith("-")) {
        var name = options.removeFirst().replace('_', '-');
        ours = named(name);
        assertThat(ours).as("the command %s", name).hasSize(1);
      }
      var command = ours.getFirst();
      assertThat(options.stream().filter(word -> word.startsWith("-")))
          .allSatisfy(
              option ->
                  assertThat(command.findOption(option))
                      .as("%s %s", command.name(), option)
                      .isNotNull());
    }
  }

  /** Those of the program itself; {@code kubectl athanor} has its own. */
  private static List<CommandSpec> commands() {
    return CommandPage.commands().stream()
        .filter(command -> command.parent().parent() == null)
        .toList();
  }

  private static List<CommandSpec> named(String name) {
    return commands().stream()
        .filter(command -> command.name().equals(name) || List.of(command.aliases()).contains(name))
        .toList();
  }
}
