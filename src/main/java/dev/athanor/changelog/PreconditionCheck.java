package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The check of preconditions in YAML, XML or JSON: Liquibase drops one whose name it misses. */
final class PreconditionCheck {
  private static final List<String> SETTINGS =
      List.of("onFail", "onError", "onSqlOutput", "onFailMessage", "onErrorMessage");
  private static final Set<String> NESTING = Set.of("and", "or", "not", "nestedPreconditions");
  private static final Map<String, List<String>> KNOWN =
      Map.ofEntries(
          Map.entry("changeLogPropertyDefined", List.of("property", "value")),
          Map.entry(
              "columnExists", List.of("catalogName", "schemaName", "tableName", "columnName")),
          Map.entry("dbms", List.of("type")),
          Map.entry("expectedQuotingStrategy", List.of("strategy")),
          Map.entry(
              "foreignKeyConstraintExists",
              List.of("catalogName", "schemaName", "foreignKeyTableName", "foreignKeyName")),
          Map.entry(
              "indexExists",
              List.of("catalogName", "schemaName", "tableName", "indexName", "columnNames")),
          Map.entry(
              "primaryKeyExists",
              List.of("catalogName", "schemaName", "primaryKeyName", "tableName")),
          Map.entry("rowCount", List.of("catalogName", "schemaName", "tableName", "expectedRows")),
          Map.entry("runningAs", List.of("username")),
          Map.entry("sequenceExists", List.of("catalogName", "schemaName", "sequenceName")),
          Map.entry("sqlCheck", List.of("expectedResult", "sql")),
          Map.entry("tableExists", List.of("catalogName", "schemaName", "tableName")),
          Map.entry("tableIsEmpty", List.of("catalogName", "schemaName", "tableName")),
          Map.entry(
              "uniqueConstraintExists",
              List.of("catalogName", "schemaName", "tableName", "columnNames", "constraintName")),
          Map.entry("viewExists", List.of("catalogName", "schemaName", "viewName")));

  private final RevisionFile file;

  PreconditionCheck(RevisionFile file) {
    this.file = file;
  }

  void check(Node container) {
    Names.refuseText(file, container);
    for (var part : container.parts()) {
      if (!SETTINGS.contains(part.name())) {
        precondition(part);
      }
    }
  }

  private void precondition(Node node) {
    if (NESTING.contains(node.name())) {
      node.parts().forEach(this::precondition);
      return;
    }
    if (node.name().equals("customPrecondition")) {
      throw file.refused(
          Reason.FORBIDDEN_CHANGE, node.line(), "customPrecondition runs a Java class.");
    }
    if (node.name().equals("changeSetExecuted")) {
      throw file.refused(
          Reason.FORBIDDEN_CHANGE,
          node.line(),
          "changeSetExecuted asks Liquibase's own table, which is not kept. Use depends-on in the"
              + " header.");
    }
    var attributes = KNOWN.get(node.name());
    if (attributes == null) {
      var names = new ArrayList<>(KNOWN.keySet());
      names.addAll(NESTING);
      names.addAll(SETTINGS);
      throw invalid(
          node,
          "there is no precondition \"%s\"%s"
              .formatted(node.name(), Spelling.hint(node.name(), names)));
    }
    Names.refuseUnknown(file, node, attributes, Set.of());
  }

  private AthanorException invalid(Node node, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, node.line(), what + ".");
  }
}
