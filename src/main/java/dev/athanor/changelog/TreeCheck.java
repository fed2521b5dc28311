package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The check of a YAML, XML or JSON changelog: everything in it is something that Liquibase knows
 * under that name, in that place, and that a revision may do.
 */
final class TreeCheck {
  private static final List<String> ROOT_ATTRIBUTES =
      List.of(
          "changeLogId",
          "context",
          "contextFilter",
          "logicalFilePath",
          "objectQuotingStrategy",
          "schemaLocation");
  private static final List<String> ROOT_PARTS = List.of("changeSet", "property", "preConditions");
  private static final Map<String, String> FORBIDDEN_PARTS =
      Map.of(
          "include", "reads another file; every revision is a file of its own",
          "includeAll", "reads other files; every revision is a file of its own",
          "modifyChangeSets", "changes other files",
          "removeChangeSetProperty", "changes other changesets; edit them");
  private static final List<String> PROPERTY_ATTRIBUTES =
      List.of("name", "value", "context", "contextFilter", "labels", "dbms", "global");

  private final RevisionFile file;
  private final Set<String> properties = new HashSet<>();
  private final Map<Map.Entry<String, String>, Integer> ids = new HashMap<>();

  TreeCheck(RevisionFile file) {
    this.file = file;
  }

  void check(List<Warning> warnings) {
    var root = Tree.of(file);
    if (file.format() != Format.XML && root.shape() == Node.Shape.MAP) {
      throw invalid(
          root, "databaseChangeLog must hold a list: each entry begins with \"- changeSet:\"");
    }
    var changeSets = new ArrayList<Node>();
    for (var part : root.parts()) {
      switch (part.name()) {
        case "changeSet" -> changeSets.add(part);
        case "property" -> property(part);
        case "preConditions" -> new PreconditionCheck(file).check(part);
        default -> attribute(part);
      }
    }
    new TreePlaceholders(file, properties).refuse(root);
    for (var changeSet : changeSets) {
      new ChangeSetCheck(file).check(changeSet, warnings);
      refuseSecond(changeSet);
    }
  }

  private void attribute(Node part) {
    var why = FORBIDDEN_PARTS.get(part.name());
    if (why != null) {
      throw file.refused(
          Reason.FORBIDDEN_CHANGE, part.line(), "%s %s.".formatted(part.name(), why));
    }
    if (!ROOT_ATTRIBUTES.contains(part.name()) || part.shape() != Node.Shape.SCALAR) {
      var known = new ArrayList<>(ROOT_PARTS);
      known.addAll(ROOT_ATTRIBUTES);
      throw invalid(
          part,
          part.name().isEmpty()
              ? "there is text here that Liquibase passes over"
              : "databaseChangeLog knows no \"%s\"%s"
                  .formatted(part.name(), Spelling.hint(part.name(), known)));
    }
  }

  private void property(Node property) {
    if (property.child("file").isPresent()) {
      throw file.refused(
          Reason.FORBIDDEN_CHANGE,
          property.line(),
          "a property reads another file. Write its name and value.");
    }
    Names.refuseUnknown(file, property, PROPERTY_ATTRIBUTES, Set.of());
    var name = property.value("name");
    if (name.isEmpty() || property.value("value").isEmpty()) {
      throw invalid(property, "a property needs a name and a value");
    }
    properties.add(name.get());
  }

  private void refuseSecond(Node changeSet) {
    var key = Map.entry(changeSet.value("author").orElse(""), changeSet.value("id").orElse(""));
    var before = ids.putIfAbsent(key, changeSet.line());
    if (before != null) {
      throw invalid(
          changeSet,
          "changeset %s:%s is there twice, first on line %d. Give each its own id"
              .formatted(key.getKey(), key.getValue(), before));
    }
  }

  private AthanorException invalid(Node node, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, node.line(), what + ".");
  }
}
