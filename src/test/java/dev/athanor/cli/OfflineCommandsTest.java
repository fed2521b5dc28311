package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OfflineCommandsTest {
  private Cli athanor;

  @BeforeEach
  void project(@TempDir Path folder) {
    athanor = new Cli(folder).twoRevisions();
  }

  @Test
  void aPlanNeedsNoDatabaseWhereTheRowsAreGiven() {
    var plan = athanor.run("plan", "upgrade", "head", "--current", "aaaa1", "-o", "json");

    assertThat(plan.exitCode()).isZero();
    assertThat(plan.err()).isEmpty();
    var json = plan.json();
    assertThat(json.at("/operation").asText()).isEqualTo("upgrade");
    assertThat(json.at("/current/0").asText()).isEqualTo("aaaa1");
    assertThat(json.at("/target/revisions/0").asText()).isEqualTo("bbbb2");
    assertThat(json.at("/hash").asText()).matches("sha256:[0-9a-f]{64}");
    assertThat(json.at("/steps")).hasSize(1);
    assertThat(json.at("/steps/0/revision").asText()).isEqualTo("bbbb2");
    assertThat(json.at("/steps/0/direction").asText()).isEqualTo("upgrade");
    assertThat(json.at("/steps/0/rowsAfter/0").asText()).isEqualTo("bbbb2");
    assertThat(json.at("/steps/0/sql/0").asText())
        .isEqualTo("ALTER TABLE orders ADD COLUMN total numeric");
  }

  @Test
  void noRowsAtAllAreTheBase() {
    assertThat(
            athanor
                .run("plan", "upgrade", "head", "--current", "", "-o", "json")
                .json()
                .at("/steps"))
        .hasSize(2);
  }

  @Test
  void aRelativeDowngradeIsATargetAndNoOption() {
    var plan = athanor.run("plan", "downgrade", "-1", "--current", "bbbb2", "-o", "json");

    assertThat(plan.json().at("/steps/0/rowsAfter/0").asText()).isEqualTo("aaaa1");
  }

  @Test
  void theTextOfAPlanIsAScript() {
    assertThat(athanor.run("plan", "upgrade", "head", "--current", "aaaa1").out())
        .contains("-- 1/1 upgrade bbbb2, totals")
        .contains("ALTER TABLE orders ADD COLUMN total numeric;");
  }

  @Test
  void aMisspeltOptionIsNoTarget() {
    var refused = athanor.run("plan", "upgrade", "head", "--curent", "aaaa1");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("InvalidUsage", "'--curent'", "Possible solutions: --current", "plan --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebase bbbb2 --onto aaaa1",
        "squash --onto bbbb2",
        "check --onto",
        "init --onto",
        "completion bash --onto",
        "merge --onto aaaa1 bbbb2"
      })
  void aMisspeltOptionIsNoNameEither(String line) {
    var refused = athanor.run(line.split(" ", -1));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("InvalidUsage: Unknown option", "'--onto'");
  }

  @ParameterizedTest
  @CsvSource({
    "plan sideways head, '''sideways'' is none of upgrade, downgrade, stamp'",
    "init --template toml, '--template ''toml'' is none of sql, yaml, xml'",
    "heads -o yaml, '--output ''yaml'' is none of text, json'",
    "upgrade head --on-edit ignore, '--on-edit ''ignore'' is none of Fail, Warn, Accept'",
  })
  void aWrongChoiceListsTheValuesAsTheyAreTyped(String line, String message) {
    var refused = athanor.run(line.split(" ", -1));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains(message);
  }

  @Test
  void whatTheJournalKeepsIsRefusedForAScript() {
    var refused = athanor.run("upgrade", "head", "--sql", "--dialect", "postgresql", "--tag", "v7");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("--tag is kept in a database's journal");
  }

  @Test
  void aTagOfTheEnvironmentIsForTheRunsAndLeavesAScriptAlone() {
    var script =
        athanor
            .with("ATHANOR_TAG", "v7")
            .run("upgrade", "head", "--sql", "--dialect", "postgresql");

    assertThat(script.err()).isEmpty();
    assertThat(script.exitCode()).isZero();
  }

  @Test
  void aCommandThatDoesNotExistIsCalledThat() {
    var refused = athanor.run("upgarde", "head");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("Did you mean: athanor upgrade", "There is no command 'upgarde");
  }

  @Test
  void anErrorInJsonStandsOnStandardOutputWithItsReason() {
    var refused = athanor.run("plan", "upgrade", "nosuch", "--current", "", "-o", "json");

    assertThat(refused.exitCode()).isEqualTo(11);
    assertThat(refused.json().at("/error/reason").asText()).isEqualTo("UnknownRevision");
    assertThat(refused.json().at("/error/message").asText()).contains("'nosuch'");
    assertThat(refused.err()).isEmpty();
  }

  @Test
  void wrongUsageInJsonIsAnErrorToo() {
    var refused = athanor.run("plan", "upgrade", "--nosuch", "-o", "json");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.json().at("/error/reason").asText()).isEqualTo("InvalidUsage");
  }

  @Test
  void aBrokenFileIsNamedWithItsLine() {
    athanor.file("revisions/3.sql", "-- revision: cccc3\n-- down_revision: bbbb2\n");

    var refused = athanor.run("heads", "-o", "json");

    assertThat(refused.exitCode()).isEqualTo(10);
    assertThat(refused.json().at("/error/file").asText()).endsWith("3.sql");
    assertThat(refused.json().at("/error/line").asInt()).isEqualTo(2);
  }

  @Test
  void historyIsAsAlembicPrintsIt() {
    assertThat(athanor.run("history").out())
        .isEqualTo(
            """
            aaaa1 -> bbbb2 (head), totals
            <base> -> aaaa1, orders
            """);
  }

  @Test
  void aRangeOfTheHistoryMayNameWhereTheDatabaseIs() {
    assertThat(athanor.run("history", "-r", "current:", "--current", "bbbb2").out())
        .isEqualTo("aaaa1 -> bbbb2 (head), totals\n");
  }

  @Test
  void currentIsMarkedOnRequest() {
    assertThat(athanor.run("history", "-i", "--current", "aaaa1").out())
        .contains("<base> -> aaaa1 (current), orders");
  }

  @Test
  void headsAreListed() {
    assertThat(athanor.run("heads").out()).isEqualTo("bbbb2 (head)\n");
    assertThat(athanor.run("heads", "-o", "json").json().at("/revisions/0/revision").asText())
        .isEqualTo("bbbb2");
  }

  @Test
  void checkHeadsTellsByTheExitCode() {
    assertThat(athanor.run("current", "--check-heads", "--current", "bbbb2").exitCode()).isZero();
    assertThat(athanor.run("current", "--check-heads", "--current", "aaaa1").exitCode())
        .isEqualTo(12);
  }

  @Test
  void withoutACommandTheUsageIsWrong() {
    assertThat(athanor.run().exitCode()).isEqualTo(2);
  }

  static Stream<CommandLine> commands() {
    return Athanor.commandLine(
            Athanor.terminal(
                new java.io.PrintWriter(java.io.Writer.nullWriter()),
                new java.io.PrintWriter(java.io.Writer.nullWriter()),
                java.util.Map.of(),
                Path.of("")))
        .getSubcommands()
        .values()
        .stream()
        .distinct()
        .filter(command -> !command.getCommandName().equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(CommandLine command) {
    var help = athanor.run(command.getCommandName(), "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Usage: athanor " + command.getCommandName(), "Example:");
  }
}
