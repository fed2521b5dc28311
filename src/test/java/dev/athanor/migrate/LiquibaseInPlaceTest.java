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
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a changelog says by pointing elsewhere stands in its revisions. */
class LiquibaseInPlaceTest {
  private static final String XML =
      """
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-%s.xsd">
      %s
      </databaseChangeLog>
      """;

  /**
   * The same in each format: a file's SQL, rows from a file, and a rollback from one; and a tag,
   * which in XML has to be alone.
   */
  private static final Map<String, String> TOWNS =
      Map.of(
          "root.xml",
          XML.formatted(
              "4.33",
              """
              <changeSet id="1" author="ann">
                <sqlFile path="sql/towns.sql" relativeToChangelogFile="true" splitStatements="false"/>
                <loadData file="towns.csv" relativeToChangelogFile="true" tableName="towns"/>
                <rollback><sqlFile path="sql/back.sql" relativeToChangelogFile="true"/></rollback>
              </changeSet>
              """),
          "root.yaml",
          """
          databaseChangeLog:
            - changeSet:
                id: 1
                author: ann
                changes:
                  - sqlFile:
                      path: sql/towns.sql
                      relativeToChangelogFile: true
                      splitStatements: false
                  # said of the tag
                  - tagDatabase: {tag: one}
                  - loadData:
                      file: towns.csv
                      relativeToChangelogFile: true
                      tableName: towns
                rollback:
                  - sqlFile: {path: sql/back.sql, relativeToChangelogFile: true}
          """,
          "root.json",
          """
          {"databaseChangeLog": [{"changeSet": {"id": "1", "author": "ann",
            "changes": [
              {"sqlFile": {"path": "sql/towns.sql", "relativeToChangelogFile": true,
                "splitStatements": false}},
              {"tagDatabase": {"tag": "one"}},
              {"loadData": {"file": "towns.csv", "relativeToChangelogFile": true,
                "tableName": "towns"}}],
            "rollback": [
              {"sqlFile": {"path": "sql/back.sql", "relativeToChangelogFile": true}}]}}]}
          """);

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("sql"));
    Files.writeString(
        folder.resolve("sql/towns.sql"),
        "  CREATE TABLE towns (id int, name text DEFAULT ']]>', founded date, big boolean)");
    Files.writeString(folder.resolve("sql/back.sql"), "-- all of it\nDROP TABLE towns;\n");
    Files.writeString(
        folder.resolve("towns.csv"),
        "id,name,founded,big\n1,O'Hara,1200-01-02,true\n2,NULL,NULL,false\n");
  }

  private Imported read(String root, Map<String, String> parameters, Optional<String> labels) {
    return LiquibaseHistory.read(
        folder.resolve(root),
        new LiquibaseHistory.Options(false, List.of(), Set.of(), labels, parameters, "postgresql"));
  }

  private Imported read(String root) {
    return read(root, Map.of(), Optional.empty());
  }

  private Imported readXml(String changeSets) throws IOException {
    Files.writeString(folder.resolve("root.xml"), XML.formatted("4.33", changeSets));
    return read("root.xml");
  }

  private static RevisionSet set(Imported imported) {
    return RevisionSet.of(
        List.of(
            Source.configMap(
                "test",
                "liquibase",
                imported.files().stream()
                    .collect(Collectors.toMap(ImportedFile::name, ImportedFile::text)),
                Map.of())));
  }

  private static void run(Postgres postgres, Imported imported, Request request) {
    try (var database = Database.open(postgres.settings())) {
      new Migrator(database, set(imported), Clock.systemUTC(), Progress.none())
          .run(request)
          .orThrow();
    }
  }

  private static String offlineSql(Imported imported) {
    var set = set(imported);
    var plan = Migrator.plan(set, Request.upgrade("head"), List.of());
    return String.join("\n", Migrator.offlineSql(set, plan, "postgresql").getFirst().sql());
  }

  @ParameterizedTest
  @ValueSource(strings = {"root.xml", "root.yaml", "root.json"})
  void filesAndRowsAreCarriedAlongAndTakenBack(String root) throws IOException {
    Files.writeString(folder.resolve(root), TOWNS.getOrDefault(root, ""));
    var imported = read(root);
    var postgres = Postgres.freshDatabase();

    run(postgres, imported, Request.upgrade("head"));

    assertThat(
            postgres.query("SELECT concat_ws(' ', id, name, founded, big) FROM towns ORDER BY id"))
        .containsExactly("1 O'Hara 1200-01-02 t", "2 f");
    assertThat(
            postgres.query(
                "SELECT column_default FROM information_schema.columns WHERE table_name = 'towns'"
                    + " AND column_name = 'name'"))
        .containsExactly("']]>'::text");
    run(postgres, imported, Request.downgrade("base"));
    assertThat(postgres.tables()).doesNotContain("towns");
  }

  @Test
  void commentsInYamlStayWhereTheyAre() throws IOException {
    Files.writeString(folder.resolve("root.yaml"), TOWNS.getOrDefault("root.yaml", ""));

    assertThat(read("root.yaml").files().getFirst().text())
        .contains("        # said of the tag\n        - empty: {}\n");
  }

  @Test
  void aChangeLeftOutIsNamedOnItsLine() throws IOException {
    Files.writeString(folder.resolve("root.yaml"), TOWNS.getOrDefault("root.yaml", ""));

    assertThat(read("root.yaml").warnings())
        .anySatisfy(
            warning -> {
              assertThat(warning.message())
                  .startsWith("tagDatabase writes to Liquibase's own table");
              assertThat(warning.line()).isEqualTo(11);
            });
  }

  @Test
  void rowsThatWouldBeReplacedAreWrittenSo() throws IOException {
    var imported =
        readXml(
            """
            <changeSet id="1" author="ann">
              <sqlFile path="sql/towns.sql"/>
              <loadData file="towns.csv" tableName="towns"/>
              <loadUpdateData file="more.csv" tableName="towns" primaryKey="id"/>
              <rollback/>
            </changeSet>
            """
                .replace("more.csv", "towns.csv"));
    var postgres = Postgres.freshDatabase();

    run(postgres, imported, Request.upgrade("head"));

    assertThat(postgres.query("SELECT id FROM towns ORDER BY 1")).containsExactly("1", "2");
  }

  @Test
  void rowsThatNoRevisionCanCarryAreRefused() throws IOException {
    Files.writeString(
        folder.resolve("towns.csv"), "name\n" + "a long name of a town\n".repeat(40_000));

    var error =
        catchThrowableOfType(
            AthanorException.class,
            () ->
                readXml(
                    """
                    <changeSet id="1" author="ann">
                      <loadData file="towns.csv" tableName="towns"/>
                    </changeSet>
                    """));

    assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(error.message()).contains("line 2", "towns.csv", "512 KiB");
  }

  @Test
  void aFileOfRowsThatIsNotThereIsRefused() {
    var error =
        catchThrowableOfType(
            AthanorException.class,
            () ->
                readXml(
                    """
                    <changeSet id="1" author="ann">
                      <loadData file="no.csv" tableName="towns"/>
                    </changeSet>
                    """));

    assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(error.message()).contains("line 2", "no.csv");
  }

  @Test
  void aViewIsTakenFromItsFile() throws IOException {
    Files.writeString(folder.resolve("sql/view.sql"), "SELECT 1 AS one");
    var imported =
        readXml(
            """
            <changeSet id="1" author="ann">
              <createView viewName="ones" path="sql/view.sql"/>
            </changeSet>
            """);

    assertThat(offlineSql(imported)).contains("CREATE VIEW ones AS SELECT 1 AS one");
  }

  @Test
  void modifySqlAmongTheChangesCountsAsTheChangesets() throws IOException {
    Files.writeString(
        folder.resolve("root.yaml"),
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - createTable:
                    tableName: t
                    columns:
                      - column: {name: id, type: int}
                - modifySql: {dbms: mysql, append: {value: " engine innodb"}}
                - modifySql: {dbms: postgresql, append: {value: " WITH (fillfactor = 70)"}}
        """);

    assertThat(offlineSql(read("root.yaml")))
        .contains("CREATE TABLE t (id INTEGER) WITH (fillfactor = 70)")
        .doesNotContain("innodb");
  }

  @Test
  void aSchemaOfLiquibaseFiveIsRead() throws IOException {
    Files.writeString(
        folder.resolve("root.xml"),
        XML.formatted("5.0", "<changeSet id=\"1\" author=\"ann\"><sql>SELECT 1</sql></changeSet>"));

    assertThat(offlineSql(read("root.xml"))).contains("SELECT 1");
  }

  @Test
  void whatLiquibaseKnowsOfItsDatabaseHasToBeSaid() throws IOException {
    var changeSets =
        "<changeSet id=\"1\" author=\"ann\"><sql>SELECT '${database.defaultSchemaName}.${who}'</sql></changeSet>";

    var error = catchThrowableOfType(AthanorException.class, () -> readXml(changeSets));

    assertThat(error.message())
        .contains("line 2", "--placeholder database.defaultSchemaName=VALUE");
    var given =
        read(
            "root.xml",
            Map.of("database.defaultSchemaName", "public", "who", "ann"),
            Optional.empty());
    assertThat(offlineSql(given)).contains("SELECT 'public.ann'");
  }

  @Test
  void labelsDecideWhichCount() throws IOException {
    Files.writeString(
        folder.resolve("root.xml"),
        XML.formatted(
            "4.33",
            """
            <changeSet id="1" author="ann" labels="one"><sql>SELECT 1</sql></changeSet>
            <changeSet id="2" author="ann" labels="two"><sql>SELECT 2</sql></changeSet>
            """));

    var imported = read("root.xml", Map.of(), Optional.of("two and !one"));

    assertThat(imported.files())
        .singleElement()
        .satisfies(file -> assertThat(file.text()).contains("SELECT 2"));
  }

  @Test
  void contextsOfAnIncludeAreNamed() throws IOException {
    Files.writeString(
        folder.resolve("more.xml"),
        XML.formatted(
            "4.33", "<changeSet id=\"1\" author=\"ann\"><sql>SELECT 1</sql></changeSet>"));

    var imported = readXml("<include file=\"more.xml\" context=\"staging\"/>");

    assertThat(imported.warnings()).anyMatch(warning -> warning.message().contains("staging"));
  }

  @Test
  void aChangesetThatLiquibaseRunsAgainIsNamed() throws IOException {
    var imported =
        readXml(
            """

            <changeSet id="1" author="ann" runOnChange="true"><sql>SELECT 1</sql></changeSet>
            """);

    assertThat(imported.warnings())
        .anySatisfy(
            warning -> {
              assertThat(warning.message()).startsWith("Liquibase runs this again");
              assertThat(warning.line()).isEqualTo(3);
            });
  }

  @Test
  void anEndDelimiterDoesNotCutWhatIsOneStatement() throws IOException {
    var imported =
        readXml(
            """
            <changeSet id="1" author="ann">
              <sql splitStatements="false" endDelimiter="$$">DO $$ BEGIN PERFORM 1; END $$</sql>
              <rollback/>
            </changeSet>
            """);
    var postgres = Postgres.freshDatabase();

    run(postgres, imported, Request.upgrade("head"));

    assertThat(postgres.query("SELECT count(*) FROM athanor_version")).containsExactly("1");
  }
}
