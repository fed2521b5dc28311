package dev.athanor.changelog.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tool is told beside its scripts. */
class SourceSettingsTest {
  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(folder.resolve(name).getParent());
    return Files.writeString(file, text);
  }

  private Imported read(Tool tool, Map<String, String> given, Optional<Path> config) {
    return tool.read(
        folder.resolve("source"),
        new ImportOptions(
            given, Optional.empty(), Optional.empty(), config, false, SqlSyntax.POSTGRESQL));
  }

  private String flyway(String script, Path config) throws IOException {
    file("source/V1__one.sql", script);
    return read(Tool.FLYWAY, Map.of("given", "mine"), Optional.of(config))
        .files()
        .getFirst()
        .text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flyway.conf            | flyway.placeholders.owner=shop\\nflyway.placeholders.given=theirs
          flyway.toml            | [flyway.placeholders]\\nowner = "shop" # ours\\n# given = 'no'
          flyway.toml            | flyway.placeholders.owner = 'shop'
          application.properties | spring.flyway.placeholders.owner=shop
          application.yaml       | spring:\\n  flyway:\\n    placeholders:\\n      owner: shop
          """)
  void flywaysPlaceholdersComeFromItsConfiguration(String name, String lines) throws IOException {
    var config = file(name, lines.replace("\\n", "\n"));

    assertThat(flyway("SELECT '${owner} ${given}';", config)).contains("SELECT 'shop mine';");
  }

  @Test
  void flywaysPlaceholdersMayBeWrittenAnotherWay() throws IOException {
    var config =
        file(
            "application.properties",
            """
            spring.flyway.placeholder-prefix=@
            spring.flyway.placeholderSuffix=@
            spring.flyway.placeholders.owner=shop
            """);

    assertThat(flyway("SELECT '@owner@ me@here';", config)).contains("SELECT 'shop me@here';");
  }

  @Test
  void flywaysConfigurationMaySwitchPlaceholdersOff() throws IOException {
    var config = file("flyway.conf", "flyway.placeholderReplacement=false\n");

    assertThat(flyway("SELECT '$given$';", config)).contains("SELECT '$given$';");
  }

  @Test
  void aConfigurationThatCannotBeReadIsNamed() throws IOException {
    var config = file("application.yaml", "spring: [");

    var error = catchThrowableOfType(AthanorException.class, () -> flyway("SELECT 1;", config));

    assertThat(error.message()).contains("application.yaml", "cannot be read");
  }

  @Test
  void flywaysLastCallbacksAreBehindItsRepeatableScripts() throws IOException {
    file("source/V1__one.sql", "SELECT 1;");
    file("source/R__two.sql", "SELECT 2;");
    file("source/afterMigrateApplied__b.sql", "SELECT 4;");
    file("source/afterMigrateApplied__a.sql", "SELECT 3;");
    file("source/beforeMigrate.sql", "SELECT 0;");

    var imported = read(Tool.FLYWAY, Map.of(), Optional.empty());

    assertThat(imported.files())
        .extracting(ImportedFile::name)
        .containsExactly(
            "V1__one.sql",
            "R__two.sql",
            "afterMigrateApplied__a.sql",
            "afterMigrateApplied__b.sql");
    assertThat(imported.warnings())
        .anySatisfy(
            warning -> {
              assertThat(warning.file()).endsWith("beforeMigrate.sql");
              assertThat(warning.message()).contains("left out");
            });
  }

  private String goose(String line) throws IOException {
    file("source/1_one.sql", "-- +goose ENVSUB ON\n-- +goose Up\n" + line + "\n");
    return read(Tool.GOOSE, Map.of("OWNER", "shop", "EMPTY", ""), Optional.empty())
        .files()
        .getFirst()
        .text();
  }

  @ParameterizedTest
  @CsvSource({
    "${OWNER}, shop",
    "$OWNER, shop",
    "${NONE:-else}, else",
    "${EMPTY:-else}, else",
    "${EMPTY-else}, ''",
    "$1, $1"
  })
  void goosesVariablesArePutIn(String variable, String value) throws IOException {
    assertThat(goose("SELECT '<" + variable + ">';")).contains("SELECT '<" + value + ">';");
  }

  @Test
  void aVariableOfGooseThatNobodyGivesIsNamed() throws IOException {
    var error = catchThrowableOfType(AthanorException.class, () -> goose("SELECT '$NONE';"));

    assertThat(error.message()).contains("1_one.sql, line 3", "${NONE}");
  }

  @Test
  void percentSignsThatAlembicDoubledAreNamedOnce() throws IOException {
    file("source/a1_one.py", "revision = 'a1'\ndown_revision = None\n");
    var up =
        file(
            "up.sql",
            """
            -- Running upgrade  -> a1

            CREATE TABLE t (name text CHECK (name NOT LIKE 'x%%'), other text DEFAULT '%%');

            INSERT INTO alembic_version (version_num) VALUES ('a1');
            """);

    var imported =
        Tool.ALEMBIC.read(
            folder.resolve("source"),
            new ImportOptions(
                Map.of(),
                Optional.of(up),
                Optional.empty(),
                Optional.empty(),
                false,
                SqlSyntax.POSTGRESQL));

    assertThat(imported.warnings())
        .filteredOn(warning -> warning.message().contains("paramstyle"))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.file()).endsWith("up.sql");
              assertThat(warning.line()).isEqualTo(3);
            });
  }
}
