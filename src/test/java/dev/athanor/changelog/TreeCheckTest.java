package dev.athanor.changelog;

import static dev.athanor.changelog.Given.assertRefused;
import static dev.athanor.changelog.Given.file;
import static dev.athanor.changelog.Given.yaml;
import static dev.athanor.changelog.Given.yamlChanges;
import static dev.athanor.error.Reason.FORBIDDEN_CHANGE;
import static dev.athanor.error.Reason.INVALID_CHANGELOG;
import static dev.athanor.error.Reason.MISSING_ROLLBACK;
import static dev.athanor.error.Reason.TRANSACTION_CONTROL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeCheckTest {

  private static RevisionFile xml(String body) {
    return file(
        "a.xml",
        "<!-- revision: a1 -->\n<databaseChangeLog>\n" + body + "\n</databaseChangeLog>\n");
  }

  private static RevisionFile json(String body) {
    return file("a.json", "{\"revision\": \"a1\",\n\"databaseChangeLog\": [\n" + body + "\n]}\n");
  }

  @Test
  void whatLiquibaseKnowsIsAccepted() {
    var file =
        yaml(
            """
            - logicalFilePath: shop
            - property: {name: owner, value: ann}
            - preConditions:
                - onFail: WARN
                - dbms: {type: postgresql}
            - changeSet:
                id: 1
                author: ann
                runInTransaction: false
                comment: adds it for ${owner}
                preConditions:
                  - onFail: MARK_RAN
                  - not:
                      - tableExists: {tableName: t}
                changes:
                  - createTable:
                      tableName: t
                      columns:
                        - column:
                            name: id
                            type: bigint
                            autoIncrement: true
                            constraints: {primaryKey: true, nullable: false}
                  - sql:
                      endDelimiter: //
                      sql: |
                        UPDATE t SET id = 1; //
                rollback:
                  - dropTable: {tableName: t}
            """);
    assertThat(FileCheck.check(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "executeCommand: {executable: rm}",
        "customChange: {class: x.Y}",
        "sqlFile: {path: x.sql}",
        "loadData: {file: x.csv, tableName: t}",
        "loadUpdateData: {file: x.csv, tableName: t}",
        "output: {message: hello}",
        "stop: {message: hello}",
        "tagDatabase: {tag: v1}",
        "createSynonym: {synonymName: s}",
        "createView: {viewName: v, path: v.sql}",
        "createProcedure: {path: p.sql}",
        "insert: {tableName: t, columns: [{column: {name: a, valueClobFile: /etc/passwd}}]}",
        "update: {tableName: t, where: x, whereParams: [{param: {valueBlobFile: /x}}]}"
      })
  void aChangeThatReachesOutsideIsForbidden(String change) {
    assertRefused(FORBIDDEN_CHANGE, 7, "", yamlChanges("- " + change));
  }

  @Test
  void soItIsInARollback() {
    assertRefused(
        FORBIDDEN_CHANGE,
        7,
        "runs a program",
        yaml(
            """
            - changeSet:
                id: 1
                author: ann
                rollback:
                  - executeCommand: {executable: rm}
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include: {file: x.sql}",
        "includeAll: {path: x}",
        "modifyChangeSets: {runWith: psql}",
        "property: {file: x.properties}",
        "changeSet: {id: 1, author: a, runWith: psql}",
        "preConditions: [{customPrecondition: {className: x.Y}}]",
        "preConditions: [{changeSetExecuted: {id: 1, author: a, changeLogFile: f}}]"
      })
  void anEntryThatReachesOutsideIsForbidden(String entry) {
    assertRefused(FORBIDDEN_CHANGE, 3, "", yaml("- " + entry));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chageSet: {id: 1, author: a}|did you mean changeSet?",
        "changeSet: {id: 1, author: a, runInTransactoin: false}|did you mean runInTransaction?",
        "changeSet: {id: 1, author: a, runInTransaction: flase}|neither true nor false",
        "changeSet: {id: 1}|no author",
        "changeSet: {author: a}|no id",
        "changeSet:|holds nothing",
        "changeSet: {id: 1, author: a, rolback: x}|did you mean rollback?",
        "changeSet: {id: 1, author: a, changes: [{createTabel: {tableName: t}}]}|did you mean createTable?",
        "changeSet: {id: 1, author: a, changes: [{dropTable: {tablename: t}}]}|did you mean tableName?",
        "changeSet: {id: 1, author: a, changes: [{dropTable: }]}|holds nothing",
        "changeSet: {id: 1, author: a, changes: [{dropTable: t}]}|holds text",
        "changeSet: {id: 1, author: a, changes: [{dropTable: {tableName: [t]}}]}|plain value",
        "changeSet: {id: 1, author: a, changes: [{addColumn: {tableName: t, columns: [{colum: {name: a}}]}}]}|columns holds",
        "changeSet: {id: 1, author: a, changes: [{addColumn: {tableName: t, columns: [{column: {nmae: a}}]}}]}|did you mean name?",
        "changeSet: {id: 1, author: a, changes: [{addColumn: {tableName: t, columns: [{column: {name: a, constraints: {nulable: true}}}]}}]}|did you mean nullable?",
        "changeSet: {id: 1, author: a, preConditions: [{tableExist: {tableName: t}}]}|did you mean tableExists?",
        "changeSet: {id: 1, author: a, preConditions: [{tableExists: {table: t}}]}|knows no",
        "changeSet: {id: 1, author: a, rollback: not required}|write \"empty\"",
        "changeSet: {id: 1, author: a, rollback: {changes: [{dropTable: {tableName: t}}]}}|without \"changes:\"",
        "changeSet: {id: 1, author: a, comment: '${x}'}|nothing defines ${x}",
        "property: {name: x}|needs a name and a value",
        "just text|passes over",
        "changeSet: {id: 1, id: 2, author: a}|twice",
        "changeSet: {<<: {id: 1}, author: a}|merging",
        "changeSet: !!java.net.URL {id: 1}|tag"
      })
  void whatLiquibaseWouldPassOverIsRefused(String entry, String why) {
    assertRefused(INVALID_CHANGELOG, 3, why, yaml("- " + entry));
  }

  @Test
  void theLineIsThatOfTheWord() {
    assertRefused(
        INVALID_CHANGELOG,
        8,
        "did you mean cascadeConstraints",
        yamlChanges("- dropTable:\n    cascadeConstraint: true\n    tableName: t"));
  }

  @Test
  void sqlInsideIsHeldToTheSameRules() {
    assertRefused(
        TRANSACTION_CONTROL,
        10,
        "COMMIT",
        yamlChanges("- sql:\n    sql: |\n      SELECT 1;\n      COMMIT;"));
    assertRefused(TRANSACTION_CONTROL, 7, "COMMIT", yamlChanges("- sql: \"SELECT 1;\\nCOMMIT\""));
    assertRefused(
        TRANSACTION_CONTROL,
        7,
        "BEGIN",
        yaml("- changeSet:\n    id: 1\n    author: a\n    rollback: |\n      BEGIN;"));
    assertRefused(
        TRANSACTION_CONTROL,
        5,
        "COMMIT",
        xml("<changeSet id='1' author='a'>\n<sql>SELECT 1;\nCOMMIT;</sql></changeSet>"));
    assertRefused(
        TRANSACTION_CONTROL,
        3,
        "COMMIT",
        json(
            "{\"changeSet\": {\"id\": 1, \"author\": \"a\", \"changes\": [{\"sql\": {\"sql\": \"SELECT 1;\\nCOMMIT\"}}]}}"));
  }

  @Test
  void aChangeThatLiquibaseTakesBackByItselfNeedsNoRollback() {
    assertThat(FileCheck.check(yamlChanges("- createTable: {tableName: t}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dropTable: {tableName: t}", "sql: SELECT 1", "delete: {tableName: t}"})
  void anyOtherChangeDoes(String change) {
    var file = yamlChanges("- createTable: {tableName: t}\n- " + change);
    assertThat(FileCheck.check(file)).hasSize(1);
    assertRefused(MISSING_ROLLBACK, 8, "", () -> FileCheck.requireRollback(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rollback: empty", "rollback: []", "rollback:", "rollback: [{empty: {}}]"})
  void anEmptyRollbackIsOne(String rollback) {
    var file =
        yaml(
            "- changeSet:\n    id: 1\n    author: a\n    changes:\n      - sql: SELECT 1\n    "
                + rollback);
    assertThat(FileCheck.check(file)).isEmpty();
  }

  @Test
  void theSameChangeSetTwiceIsRefused() {
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "twice, first on line 3",
        yaml("- changeSet: {id: 1, author: a}\n- changeSet: {id: 1, author: a}"));
  }

  @Test
  void xmlIsReadTheSameWay() {
    assertThat(
            FileCheck.check(
                xml(
                    """
                    <property name="x" value="y"/>
                    <changeSet id="1" author="a" runInTransaction="false">
                      <preConditions onFail="HALT"><not><tableExists tableName="${x}"/></not></preConditions>
                      <createTable tableName="t">
                        <column name="id" type="int"><constraints nullable="false"/></column>
                      </createTable>
                      <sql splitStatements="false"><![CDATA[SELECT 1 WHERE 1 < 2]]></sql>
                      <rollback>DROP TABLE t; SELECT 2;</rollback>
                    </changeSet>
                    """)))
        .isEmpty();
    assertRefused(
        FORBIDDEN_CHANGE,
        4,
        "runs a program",
        xml("<changeSet id='1' author='a'>\n<executeCommand executable='x'/></changeSet>"));
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "did you mean tableName?",
        xml("<changeSet id='1' author='a'>\n<dropTable tabelName='x'/></changeSet>"));
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "text in changeSet",
        xml("<changeSet id='1' author='a'>SELECT 1;<empty/></changeSet>"));
    assertRefused(INVALID_CHANGELOG, 4, "not valid XML", xml("<changeSet>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE databaseChangeLog [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE databaseChangeLog SYSTEM 'http://example.com/x.dtd'>",
        "<!DOCTYPE databaseChangeLog [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
      })
  void entitiesAreRefused(String doctype) {
    assertRefused(
        INVALID_CHANGELOG,
        2,
        "document type",
        file(
            "a.xml",
            "<!-- revision: a1 -->\n" + doctype + "<databaseChangeLog>&x;</databaseChangeLog>"));
  }

  @Test
  void aliasesThatGrowWithoutBoundAreRefused() {
    var bomb = new StringBuilder("- a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("- a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertRefused(INVALID_CHANGELOG, 0, "aliases", yaml(bomb.toString()));
  }

  @Test
  void jsonIsReadTheSameWay() {
    assertThat(
            FileCheck.check(
                json(
                    "{\"changeSet\": {\"id\": 1, \"author\": \"a\",\n\"changes\": [{\"createTable\": {\"tableName\": \"t\"}}]}}")))
        .isEmpty();
    assertRefused(
        INVALID_CHANGELOG,
        4,
        "did you mean tableName?",
        json(
            "{\"changeSet\": {\"id\": 1, \"author\": \"a\",\n\"changes\": [{\"createTable\": {\"tabelName\": \"t\"}}]}}"));
    assertRefused(
        INVALID_CHANGELOG,
        3,
        "not valid JSON",
        () -> json("{\"changeSet\": {\"id\": 1, \"id\": 2, \"author\": \"a\"}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databaseChangeLog|1",
        "other: 1|2",
        "databaseChangeLog: {a: 1}|2",
        "a: [|2",
        "- a|1"
      })
  void whatIsNoChangelogIsRefused(String document, int line) {
    assertRefused(INVALID_CHANGELOG, line, "", file("a.yaml", "# revision: a1\n" + document));
  }
}
