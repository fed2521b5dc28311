package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private final Postgres postgres = Postgres.freshDatabase();
  private final List<String> warnings = new ArrayList<>();

  private Outcome run(Revisions revisions, Request request) {
    var progress =
        new Progress() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, revisions.set(), Clock.systemUTC(), progress).run(request);
    }
  }

  private void up(Revisions revisions) {
    run(revisions, Request.upgrade("head")).orThrow();
  }

  private void down(Revisions revisions) {
    run(revisions, Request.downgrade("base")).orThrow();
  }

  private AthanorException failure(Revisions revisions) {
    return run(revisions, Request.upgrade("head")).error().orElseThrow();
  }

  @AfterEach
  void liquibaseLeavesNoTableOfItsOwn() {
    assertThat(
            postgres.query("SELECT relname FROM pg_class WHERE relname ILIKE 'databasechangelog%'"))
        .isEmpty();
  }

  @Test
  void yaml() {
    var revisions =
        new Revisions()
            .file(
                "a.yaml",
                """
                # revision: aaaa
                databaseChangeLog:
                  - changeSet:
                      id: 1
                      author: test
                      changes:
                        - createTable:
                            tableName: person
                            columns:
                              - column: {name: id, type: int, constraints: {primaryKey: true}}
                              - column: {name: name, type: varchar(50)}
                        - addColumn:
                            tableName: person
                            columns:
                              - column: {name: age, type: int}
                  - changeSet:
                      id: 2
                      author: test
                      changes:
                        - sql:
                            sql: |
                              CREATE FUNCTION twice(x int) RETURNS int LANGUAGE plpgsql AS $body$
                              BEGIN
                                -- a comment; with a semicolon
                                RETURN x * 2;
                              END $body$;
                              INSERT INTO person (id, name) VALUES (twice(21), 'a;b');
                      rollback: |
                        DO $x$ BEGIN PERFORM 1; PERFORM 2; END $x$;
                        DROP FUNCTION twice(int);
                """);
    up(revisions);
    assertThat(postgres.query("SELECT id FROM person")).containsExactly("42");
    assertThat(postgres.query("SELECT prosrc FROM pg_proc WHERE proname = 'twice'"))
        .singleElement()
        .asString()
        .contains("-- a comment; with a semicolon");

    down(revisions);
    assertThat(postgres.tables()).isEmpty();
    assertThat(postgres.query("SELECT 1 FROM pg_proc WHERE proname = 'twice'")).isEmpty();
  }

  @Test
  void xml() {
    var revisions =
        new Revisions()
            .file(
                "a.xml",
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <!--
                revision: aaaa
                -->
                <databaseChangeLog
                    xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <changeSet id="1" author="test">
                    <createTable tableName="person">
                      <column name="id" type="bigint" autoIncrement="true">
                        <constraints primaryKey="true"/>
                      </column>
                    </createTable>
                    <createIndex tableName="person" indexName="person_id"><column name="id"/></createIndex>
                  </changeSet>
                </databaseChangeLog>
                """);
    up(revisions);
    assertThat(postgres.tables()).containsExactly("person");
    down(revisions);
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void formattedSqlWithDollarQuotesAndPlaceholders() {
    var revisions =
        new Revisions()
            .file(
                "a.sql",
                """
                --liquibase formatted sql
                -- revision: aaaa
                --property name:tbl value:things
                --changeset test:1
                CREATE TABLE ${tbl} (id int, note text);
                CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $fn$
                BEGIN
                  RETURN 1; -- ; '
                END
                $fn$;
                INSERT INTO ${tbl} VALUES (f(), 'it''s; fine');
                --rollback DROP FUNCTION f();
                --rollback DROP TABLE ${tbl};
                --changeset test:2 dbms:oracle
                THIS IS NOT SQL;
                --rollback ALSO NOT;
                """);
    up(revisions);
    assertThat(postgres.query("SELECT note FROM things")).containsExactly("it's; fine");
    down(revisions);
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void aSystemPropertyIsNoPlaceholder() {
    var error =
        failure(
            new Revisions()
                .file(
                    "a.sql",
                    """
                    --liquibase formatted sql
                    -- revision: aaaa
                    --changeset test:1
                    CREATE TABLE t AS SELECT '${user.home}'::text AS home;
                    --rollback DROP TABLE t;
                    """));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void anEndDelimiterIsHonoured() {
    var revisions =
        new Revisions()
            .file(
                "a.yaml",
                """
                # revision: aaaa
                databaseChangeLog:
                  - changeSet:
                      id: 1
                      author: test
                      changes:
                        - sql:
                            endDelimiter: //
                            sql: |
                              CREATE TABLE one (id int)
                              //
                              DO 'BEGIN PERFORM 1; END'
                              //
                              CREATE TABLE two (id int)
                        - sql:
                            splitStatements: false
                            sql: INSERT INTO one VALUES (1); INSERT INTO two VALUES (2)
                      rollback:
                        - dropTable: {tableName: one}
                        - dropTable: {tableName: two}
                """);
    up(revisions);
    assertThat(postgres.query("SELECT id FROM one UNION SELECT id FROM two ORDER BY 1"))
        .containsExactly("1", "2");
    down(revisions);
    assertThat(postgres.tables()).isEmpty();
  }

  private static Revisions guarded(String onFail) {
    return new Revisions()
        .file(
            "a.sql",
            """
            --liquibase formatted sql
            -- revision: aaaa
            --changeset test:1
            CREATE TABLE first (id int);
            --rollback DROP TABLE first;
            --changeset test:2
            --preconditions onFail:%s onError:HALT
            --precondition-sql-check expectedResult:1 SELECT count(*) FROM first
            CREATE TABLE second (id int);
            --rollback DROP TABLE IF EXISTS second;
            """
                .formatted(onFail));
  }

  @Test
  void aPreconditionThatFailsStopsTheRevision() {
    var error = failure(guarded("HALT"));

    assertThat(error.reason()).isEqualTo(Reason.PRECONDITION_FAILED);
    assertThat(error.line()).isEqualTo(6);
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void orLeavesItsChangesetOut() {
    up(guarded("MARK_RAN"));

    assertThat(postgres.tables()).containsExactly("first");
    assertThat(warnings).anySatisfy(text -> assertThat(text).contains("test:2", "left out"));
  }

  @Test
  void orOnlyWarns() {
    up(guarded("WARN"));

    assertThat(postgres.tables()).containsExactly("first", "second");
    assertThat(warnings).isNotEmpty();
  }

  @Test
  void aPreconditionWhoseQueryFailsSpoilsNothing() {
    up(
        new Revisions()
            .file(
                "a.sql",
                """
                --liquibase formatted sql
                -- revision: aaaa
                --changeset test:1
                --preconditions onFail:CONTINUE onError:CONTINUE
                --precondition-sql-check expectedResult:1 SELECT count(*) FROM nowhere
                CREATE TABLE first (id int);
                --rollback empty
                --changeset test:2
                CREATE TABLE second (id int);
                --rollback DROP TABLE second;
                """));

    assertThat(postgres.tables()).containsExactly("second");
  }

  @Test
  void whatMayFailFailsAlone() {
    up(
        new Revisions()
            .file(
                "a.sql",
                """
                --liquibase formatted sql
                -- revision: aaaa
                --changeset test:1 failOnError:false
                CREATE TABLE first (id int);
                INSERT INTO nowhere VALUES (1);
                --rollback empty
                --changeset test:2
                CREATE TABLE second (id int);
                --rollback DROP TABLE second;
                """));

    assertThat(postgres.tables()).containsExactly("second");
    assertThat(warnings).anySatisfy(text -> assertThat(text).contains("nowhere"));
  }

  @Test
  void aFailingStatementOfYamlIsFoundByItsLine() {
    var error =
        failure(
            new Revisions()
                .file(
                    "a.yaml",
                    """
                    # revision: aaaa
                    databaseChangeLog:
                      - changeSet:
                          id: one
                          author: test
                          changes:
                            - sql:
                                sql: |
                                  CREATE TABLE t (id int);
                                  INSERT INTO nowhere
                                    VALUES (1);
                          rollback: DROP TABLE t
                    """));
    assertThat(error.reason()).isEqualTo(Reason.SQL_FAILED);
    assertThat(error.line()).isEqualTo(10);
    assertThat(error.file()).hasValueSatisfying(file -> assertThat(file).contains("a.yaml"));
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void whatLiquibaseFindsWrongIsSaidBeforeAnythingRuns() {
    var error =
        failure(
            Revisions.line(1)
                .file(
                    "z.yaml",
                    """
                    # revision: zzzz
                    # down-revision: r001
                    databaseChangeLog:
                      - changeSet:
                          id: one
                          author: test
                          changes:
                            - addColumn:
                                columns:
                                  - column: {name: x, type: int}
                    """));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(error.line()).isPositive();
    assertThat(error.message()).doesNotContain("liquibase.exception");
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void noWayBackIsSaidBeforeAnythingRuns() {
    var revisions =
        Revisions.line(1)
            .file(
                "z.sql",
                "-- revision: zzzz\n-- down-revision: r001\n-- upgrade\nCREATE TABLE z (id int);\n")
            .revision("zzz2", "zzzz", "CREATE TABLE z2 (id int);", "DROP TABLE z2;");
    up(revisions);

    var outcome = run(revisions, Request.downgrade("base"));

    assertThat(outcome.error())
        .hasValueSatisfying(error -> assertThat(error.reason()).isEqualTo(Reason.MISSING_ROLLBACK));
    assertThat(postgres.tables()).containsExactly("t1", "z", "z2");
  }

  @Test
  void theOfflineSqlOfAYamlRevisionNeedsNoDatabase() {
    var set =
        new Revisions()
            .file(
                "a.yaml",
                """
                # revision: aaaa
                databaseChangeLog:
                  - changeSet:
                      id: 1
                      author: test
                      changes:
                        - createTable:
                            tableName: person
                            columns:
                              - column: {name: id, type: int}
                """)
            .set();
    var plan = new dev.athanor.revision.Planner(set.graph()).upgrade(List.of(), "head");

    assertThat(Migrator.offlineSql(set, plan, "postgresql").getFirst().sql())
        .hasSize(3)
        .first()
        .asString()
        .containsIgnoringCase("CREATE TABLE")
        .contains("person");
  }

  @Test
  void aRoleOrASearchPathThatARevisionSetsIsNotTheNextOnes() {
    postgres.execute("CREATE SCHEMA other");
    up(
        new Revisions()
            .revision("aaaa", "", "SET search_path = other; CREATE TABLE a (id int);", "SELECT 1;")
            .revision("bbbb", "aaaa", "CREATE TABLE b (id int);", "DROP TABLE b;"));

    assertThat(postgres.tables()).containsExactly("b");
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("bbbb");
  }
}
