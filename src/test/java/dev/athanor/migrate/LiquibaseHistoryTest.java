package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.changelog.importing.ImportedFile;
import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import/liquibase/source} becomes {@code expected}, with {@code warnings.txt}. */
class LiquibaseHistoryTest {
  private static final Path FOLDER = Path.of("src/test/resources/import/liquibase");

  @TempDir private Path folder;

  private static Imported read(Path root, boolean perFile, Set<String> contexts) {
    return LiquibaseHistory.read(
        root,
        new LiquibaseHistory.Options(
            perFile, List.of(), contexts, Optional.empty(), Map.of(), "postgresql"));
  }

  private static Map<String, String> texts(Imported imported) {
    return imported.files().stream()
        .collect(
            Collectors.toMap(ImportedFile::name, ImportedFile::text, (a, b) -> b, TreeMap::new));
  }

  @Test
  void eachChangesetIsARevision() throws IOException {
    var imported = read(FOLDER.resolve("source/root.xml"), false, Set.of());

    var expected = new TreeMap<String, String>();
    try (var files = Files.list(FOLDER.resolve("expected"))) {
      for (var file : files.toList()) {
        expected.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(texts(imported)).isEqualTo(expected);
    var source = FOLDER.resolve("source").toAbsolutePath();
    assertThat(
            imported.warnings().stream()
                .map(
                    warning ->
                        source.relativize(Path.of(warning.file()))
                            + (warning.line() > 0 ? ":" + warning.line() : "")
                            + ": "
                            + warning.message()))
        .isEqualTo(Files.readAllLines(FOLDER.resolve("warnings.txt")));
  }

  @Test
  void theSameSchemaPerChangesetAndPerFile() {
    var schemas = new java.util.ArrayList<List<String>>();
    for (boolean perFile : new boolean[] {false, true}) {
      var imported = read(FOLDER.resolve("source/root.xml"), perFile, Set.of());
      assertThat(imported.files()).hasSize(perFile ? 7 : 9);
      var set =
          RevisionSet.of(List.of(Source.configMap("test", "liquibase", texts(imported), Map.of())));
      var postgres = Postgres.freshDatabase();
      try (var database = Database.open(postgres.settings())) {
        new Migrator(database, set, Clock.systemUTC(), Progress.none())
            .run(Request.upgrade("head"))
            .orThrow();
      }
      schemas.add(
          postgres.query(
              "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE"
                  + " table_schema = 'public' AND table_name NOT LIKE 'athanor%' ORDER BY 1"));
    }
    assertThat(schemas.getFirst())
        .containsExactly(
            "late.id",
            "names.name",
            "users.at",
            "users.email",
            "users.id",
            "users.name",
            "users.note");
    assertThat(schemas.getLast()).isEqualTo(schemas.getFirst());
  }

  private Path root(String changeSets) throws IOException {
    return Files.writeString(
        folder.resolve("root.xml"),
        """
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.33.xsd">
        %s
        </databaseChangeLog>
        """
            .formatted(changeSets));
  }

  @Test
  void contextsDecideWhichCount() throws IOException {
    var root =
        root(
            """
            <changeSet id="1" author="a" context="mysql"><sql>SELECT 1</sql></changeSet>
            <changeSet id="2" author="a" context="test or prod"><sql>SELECT 2</sql></changeSet>
            """);

    assertThat(read(root, false, Set.of()).files()).hasSize(2);
    assertThat(read(root, false, Set.of()).warnings())
        .anyMatch(warning -> warning.message().contains("mysql"));
    assertThat(read(root, false, Set.of("prod")).files())
        .singleElement()
        .satisfies(file -> assertThat(file.text()).contains("SELECT 2"));
  }

  @Test
  void aDollarSignThatMeansItself() throws IOException {
    var root =
        root("<changeSet id=\"1\" author=\"a\"><sql>SELECT '${who}'</sql><rollback/></changeSet>");

    var imported = read(root, false, Set.of());
    assertThat(imported.files().getFirst().text())
        .contains("<property name=\"dollar\" value=\"$\"/>", "SELECT '${dollar}{who}'");
    var set =
        RevisionSet.of(List.of(Source.configMap("test", "liquibase", texts(imported), Map.of())));
    var plan = Migrator.plan(set, Request.upgrade("head"), List.of());
    assertThat(Migrator.offlineSql(set, plan, "postgresql").getFirst().sql())
        .contains("SELECT '${who}'");
  }

  @Test
  void aChangeThatIsForbiddenIsNamedWhereItIsWritten() throws IOException {
    var root =
        root(
            """

            <changeSet id="1" author="a">
              <executeCommand executable="ls"/>
            </changeSet>
            """);

    var error = catchThrowableOfType(AthanorException.class, () -> read(root, false, Set.of()));

    assertThat(error.reason()).isEqualTo(Reason.FORBIDDEN_CHANGE);
    assertThat(error.line()).isEqualTo(4);
    assertThat(error.message()).startsWith(root + ", line 4: ");
  }

  @Test
  void aRootThatIsNotThere() {
    var error =
        catchThrowableOfType(
            AthanorException.class, () -> read(folder.resolve("no.xml"), false, Set.of()));

    assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_FILE);
  }
}
