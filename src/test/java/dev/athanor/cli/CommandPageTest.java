package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandPageTest {

  @Test
  void the_committed_page_is_what_the_commands_say() throws IOException {
    assertThat(Files.readString(CommandPage.FILE))
        .as("docs/cli.md differs from the commands in dev.athanor.cli: run `make generate`")
        .isEqualTo(CommandPage.text());
  }

  static Stream<String> commands() {
    return CommandPage.commands().stream().map(command -> command.name());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void a_command_explains_itself(String name) {
    var command =
        CommandPage.commands().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();

    assertThat(command.usageMessage().description()).isNotEmpty();
    assertThat(List.of(command.usageMessage().footer()))
        .contains("Example:")
        .anyMatch(line -> line.startsWith("  athanor " + name) || line.contains("athanor " + name));
    assertThat(command.options()).allMatch(option -> option.description().length > 0);
    assertThat(command.positionalParameters()).allMatch(given -> given.description().length > 0);
  }
}
