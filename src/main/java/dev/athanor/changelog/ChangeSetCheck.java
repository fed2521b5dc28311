package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The check of one changeset in YAML, XML or JSON. */
final class ChangeSetCheck {
  private static final List<String> ATTRIBUTES =
      List.of(
          "id",
          "author",
          "alwaysRun",
          "comment",
          "context",
          "contextFilter",
          "created",
          "dbms",
          "failOnError",
          "ignore",
          "labels",
          "logicalFilePath",
          "objectQuotingStrategy",
          "onValidationFail",
          "runAlways",
          "runInTransaction",
          "runOnChange",
          "runOrder",
          "validCheckSum",
          "validCheckSums");
  private static final Set<String> FLAGS =
      Set.of("alwaysRun", "failOnError", "ignore", "runAlways", "runInTransaction", "runOnChange");
  private static final Set<String> TRUTH =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n");
  private static final List<String> PARTS =
      List.of("changes", "rollback", "preConditions", "preconditions", "modifySql");

  private final RevisionFile file;
  private final ChangeCheck changes;

  ChangeSetCheck(RevisionFile file) {
    this.file = file;
    this.changes = new ChangeCheck(file);
  }

  void check(Node changeSet, List<Warning> warnings) {
    Names.refuseText(file, changeSet);
    if (changeSet.shape() != Node.Shape.MAP) {
      throw invalid(changeSet, "changeSet holds nothing; are id and author indented below it?");
    }
    for (var needed : List.of("id", "author")) {
      if (changeSet.value(needed).filter(text -> !text.isBlank()).isEmpty()) {
        throw invalid(changeSet, "the changeset has no %s".formatted(needed));
      }
    }
    for (var part : changeSet.children()) {
      switch (part.name()) {
        case "changes" -> Changes.in(part).forEach(this::change);
        case "rollback" -> rollback(part);
        case "preConditions", "preconditions" -> new PreconditionCheck(file).check(part);
        case "modifySql" -> modifySql(part);
        case "runWith", "runWithSpoolFile" ->
            throw file.refused(
                Reason.FORBIDDEN_CHANGE,
                part.line(),
                "runWith hands the SQL to another program; a revision runs on the connection only.");
        default -> attributeOrChange(part);
      }
    }
    if (again(changeSet, "runOnChange") || again(changeSet, "runAlways")) {
      warnings.add(file.warning(changeSet.line(), SqlFileCheck.RUN_AGAIN));
    }
  }

  private static boolean again(Node changeSet, String name) {
    return changeSet.value(name).filter("true"::equalsIgnoreCase).isPresent();
  }

  /** Liquibase takes modifySql among the changes as one of the changeset. */
  private void change(Node change) {
    if (change.name().equals("modifySql")) {
      modifySql(change);
    } else {
      changes.check(change);
    }
  }

  private void attributeOrChange(Node part) {
    if (ATTRIBUTES.contains(part.name())) {
      if (FLAGS.contains(part.name())
          && !TRUTH.contains(part.text().strip().toLowerCase(Locale.ROOT))
          && !part.text().contains("${")) {
        throw invalid(part, "%s: %s is neither true nor false".formatted(part.name(), part.text()));
      }
    } else if (ChangeTypes.attributes(part.name()).isPresent()
        || ChangeTypes.forbidden(part.name()).isPresent()) {
      changes.check(part);
    } else {
      var known = new ArrayList<>(ATTRIBUTES);
      known.addAll(PARTS);
      known.addAll(ChangeTypes.allowed());
      throw invalid(
          part,
          "a changeset knows no \"%s\"%s"
              .formatted(part.name(), Spelling.hint(part.name(), known)));
    }
  }

  private void rollback(Node rollback) {
    if (rollback.shape() == Node.Shape.SCALAR) {
      var text = rollback.text().strip();
      if (text.toLowerCase(Locale.ROOT).startsWith("not required")) {
        throw invalid(
            rollback, "Liquibase would run \"not required\" as SQL here; write \"empty\"");
      }
      if (!text.equalsIgnoreCase("empty")) {
        changes.sql(rollback, rollback);
      }
      return;
    }
    if (rollback.child("changeSetId").isPresent()) {
      Names.refuseUnknown(file, rollback, List.of("changeSetId", "changeSetAuthor"), Set.of());
      return;
    }
    if (!rollback.text().isBlank()) {
      changes.sql(rollback, rollback);
    }
    for (var change : Changes.in(rollback)) {
      if (change.name().equals("changes")) {
        throw invalid(change, "changes stand right below rollback, without \"changes:\"");
      }
      changes.check(change);
    }
  }

  private void modifySql(Node modify) {
    Names.refuseUnknown(
        file,
        modify.shape() == Node.Shape.LIST
            ? Node.branch(modify.name(), modify.line(), Node.Shape.MAP, modify.parts())
            : modify,
        List.of(
            "dbms",
            "context",
            "contextFilter",
            "labels",
            "applyToRollback",
            "replace",
            "regExpReplace",
            "prepend",
            "append"),
        Set.of("replace", "regExpReplace", "prepend", "append"));
  }

  private AthanorException invalid(Node node, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, node.line(), what + ".");
  }
}
