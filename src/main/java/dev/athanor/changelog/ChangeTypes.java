package dev.athanor.changelog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Liquibase 4.33's change types: which a revision may use, what each may say, and which Liquibase
 * takes back by itself. A test compares the table with Liquibase.
 */
final class ChangeTypes {
  /** Name, then attributes; {@code ~} where Liquibase knows the way back. */
  private static final String TABLE =
      """
      addAutoIncrement catalogName columnDataType columnName defaultOnNull generationType incrementBy schemaName startWith tableName
      ~addColumn catalogName columns column schemaName tableName
      ~addDefaultValue catalogName columnDataType columnName defaultValue defaultValueBoolean defaultValueComputed defaultValueConstraintName defaultValueDate defaultValueNumeric defaultValueSequenceNext schemaName tableName
      ~addForeignKeyConstraint baseColumnNames baseTableCatalogName baseTableName baseTableSchemaName constraintName deferrable deleteCascade initiallyDeferred onDelete onUpdate referencedColumnNames referencedTableCatalogName referencedTableName referencedTableSchemaName referencesUniqueColumn validate
      ~addLookupTable constraintName existingColumnName existingTableCatalogName existingTableName existingTableSchemaName newColumnDataType newColumnName newTableCatalogName newTableName newTableSchemaName
      ~addNotNullConstraint catalogName columnDataType columnName constraintName defaultNullValue schemaName tableName validate
      ~addPrimaryKey catalogName clustered columnNames constraintName forIndexCatalogName forIndexName forIndexSchemaName schemaName tableName tablespace validate
      ~addUniqueConstraint catalogName clustered columnNames constraintName deferrable disabled forIndexCatalogName forIndexName forIndexSchemaName initiallyDeferred schemaName tableName tablespace validate
      alterSequence cacheSize catalogName cycle dataType incrementBy maxValue minValue ordered schemaName sequenceName
      ~createIndex associatedWith catalogName clustered columns column indexName schemaName tableName tablespace unique using
      createProcedure catalogName comment dbms encoding path procedureBody procedureName procedureText relativeToChangelogFile replaceIfExists schemaName
      ~createSequence cacheSize catalogName cycle dataType incrementBy maxValue minValue ordered schemaName sequenceName startValue
      ~createTable catalogName columns column ifNotExists remarks rowDependencies schemaName tableName tableType tablespace
      ~createView catalogName encoding fullDefinition path relativeToChangelogFile remarks replaceIfExists schemaName selectQuery viewName
      delete catalogName schemaName tableName where whereParams
      dropAllForeignKeyConstraints baseTableCatalogName baseTableName baseTableSchemaName
      dropColumn catalogName columnName columns column schemaName tableName
      dropDefaultValue catalogName columnDataType columnName schemaName tableName
      dropForeignKeyConstraint baseTableCatalogName baseTableName baseTableSchemaName constraintName
      dropIndex associatedWith catalogName indexName schemaName tableName
      ~dropNotNullConstraint catalogName columnDataType columnName constraintName schemaName tableName
      dropPrimaryKey catalogName constraintName dropIndex schemaName tableName
      dropProcedure catalogName procedureName schemaName
      dropSequence catalogName schemaName sequenceName
      dropTable cascadeConstraints catalogName schemaName tableName
      dropUniqueConstraint catalogName constraintName schemaName tableName uniqueColumns
      dropView catalogName ifExists schemaName viewName
      ~empty
      insert catalogName columns column dbms schemaName tableName
      mergeColumns catalogName column1Name column2Name finalColumnName finalColumnType joinString schemaName tableName
      modifyDataType catalogName columnName newDataType schemaName tableName
      ~renameColumn catalogName columnDataType newColumnName oldColumnName remarks schemaName tableName
      ~renameSequence catalogName newSequenceName oldSequenceName schemaName
      ~renameTable catalogName newTableName oldTableName schemaName
      ~renameView catalogName newViewName oldViewName schemaName
      setColumnRemarks catalogName columnDataType columnName columnParentType remarks schemaName tableName
      setTableRemarks catalogName remarks schemaName tableName
      sql comment dbms endDelimiter splitStatements sql stripComments
      update catalogName columns column schemaName tableName where whereParams
      """;

  /** What reaches outside the database or the revision set, and why it is refused. */
  private static final Map<String, String> FORBIDDEN =
      Map.of(
          "executeCommand", "runs a program",
          "customChange", "runs a Java class",
          "sqlFile", "reads another file; put the SQL into a revision of its own",
          "loadData", "reads another file; write insert, or sql with INSERT … VALUES",
          "loadUpdateData", "reads another file; write insert, or sql with INSERT … ON CONFLICT",
          "output", "prints; write a comment",
          "stop", "stops Liquibase; write a precondition",
          "tagDatabase",
              "writes to Liquibase's own table, which is not kept; a revision's id is its tag");

  /** Attributes that name a file. */
  static final Set<String> FILES =
      Set.of("path", "file", "relativeToChangelogFile", "valueBlobFile", "valueClobFile");

  static final List<String> COLUMN =
      List.of(
          "afterColumn",
          "autoIncrement",
          "beforeColumn",
          "computed",
          "constraints",
          "defaultOnNull",
          "defaultValue",
          "defaultValueBoolean",
          "defaultValueComputed",
          "defaultValueConstraintName",
          "defaultValueDate",
          "defaultValueNumeric",
          "defaultValueSequenceCurrent",
          "defaultValueSequenceNext",
          "descending",
          "encoding",
          "generationType",
          "included",
          "incrementBy",
          "name",
          "position",
          "remarks",
          "startWith",
          "type",
          "value",
          "valueBlobFile",
          "valueBoolean",
          "valueClobFile",
          "valueComputed",
          "valueDate",
          "valueNumeric",
          "valueSequenceCurrent",
          "valueSequenceNext");

  static final List<String> CONSTRAINTS =
      List.of(
          "checkConstraint",
          "deferrable",
          "deleteCascade",
          "foreignKeyName",
          "initiallyDeferred",
          "notNullConstraintName",
          "nullable",
          "primaryKey",
          "primaryKeyName",
          "primaryKeyTablespace",
          "referencedColumnNames",
          "referencedTableCatalogName",
          "referencedTableName",
          "referencedTableSchemaName",
          "references",
          "unique",
          "uniqueConstraintName",
          "validateForeignKey",
          "validateNullable",
          "validatePrimaryKey",
          "validateUnique");

  /** Changes whose text is SQL. */
  static final Map<String, List<String>> SQL_TEXT =
      Map.of(
          "sql", List.of("sql"),
          "createProcedure", List.of("procedureText", "procedureBody"),
          "createView", List.of("selectQuery"));

  private static final Map<String, List<String>> ATTRIBUTES = new LinkedHashMap<>(table());
  private static final Set<String> REVERSIBLE =
      TABLE
          .lines()
          .filter(line -> line.startsWith("~"))
          .map(line -> line.substring(1).split(" ", 2)[0])
          .collect(Collectors.toUnmodifiableSet());

  private ChangeTypes() {}

  private static Map<String, List<String>> table() {
    return TABLE
        .lines()
        .map(line -> line.replace("~", "").split(" "))
        .collect(
            Collectors.toMap(
                words -> words[0], words -> Arrays.asList(words).subList(1, words.length)));
  }

  /** What the change may say; empty for a type that is not allowed. */
  static Optional<List<String>> attributes(String change) {
    return Optional.ofNullable(ATTRIBUTES.get(change));
  }

  static Set<String> allowed() {
    return ATTRIBUTES.keySet();
  }

  /** Why a known type is refused. */
  static Optional<String> forbidden(String change) {
    return Optional.ofNullable(FORBIDDEN.get(change));
  }

  static Set<String> forbidden() {
    return FORBIDDEN.keySet();
  }

  /** Whether Liquibase works out the way back from the change alone. */
  static boolean reversible(String change) {
    return REVERSIBLE.contains(change);
  }
}
