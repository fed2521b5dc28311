package dev.athanor.changelog;

import dev.athanor.error.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The check of a formatted SQL file, beyond what its reader refuses. */
final class SqlFileCheck {
  private final RevisionFile file;

  SqlFileCheck(RevisionFile file) {
    this.file = file;
  }

  void check(List<Warning> warnings) {
    var changeSets = SqlChangeSets.of(file);
    var lines = new HashMap<Map.Entry<String, String>, Integer>();
    for (var changeSet : changeSets.list()) {
      var before =
          lines.putIfAbsent(Map.entry(changeSet.author(), changeSet.id()), changeSet.line());
      if (before != null) {
        throw file.refused(
            Reason.INVALID_CHANGELOG,
            changeSet.line(),
            "changeset %s:%s is there twice, first on line %d. Give each its own id."
                .formatted(changeSet.author(), changeSet.id(), before));
      }
      check(changeSet, changeSets, warnings);
    }
  }

  private void check(SqlChangeSet changeSet, SqlChangeSets all, List<Warning> warnings) {
    var rules = new SqlRules(file);
    var endDelimiter = delimiter(changeSet, "endDelimiter");
    Placeholders.refuse(
        file,
        String.join(" ", changeSet.attributes().values()) + changeSet.author() + changeSet.id(),
        changeSet.line(),
        all.properties());
    Placeholders.refuseInSql(file, changeSet.sql(), changeSet.line(), all.properties());
    rules.check(changeSet.sql(), changeSet.line(), endDelimiter);
    if (changeSet.rollback() instanceof Rollback.Sql rollback) {
      Placeholders.refuseInSql(file, rollback.sql(), rollback.line(), all.properties());
      rules.check(rollback.sql(), rollback.line(), delimiter(changeSet, "rollbackEndDelimiter"));
    }
    if (changeSet.statements().isEmpty()) {
      warnings.add(file.warning(changeSet.line(), "The changeset holds comments only."));
    }
    if (changeSet.flag("runOnChange", false) || changeSet.flag("runAlways", false)) {
      warnings.add(file.warning(changeSet.line(), RUN_AGAIN));
    }
  }

  static final String RUN_AGAIN =
      "runOnChange and runAlways have no effect: a revision runs once. Write a new revision for the"
          + " new text.";

  private static Optional<Delimiter> delimiter(SqlChangeSet changeSet, String attribute) {
    return Optional.ofNullable(changeSet.attributes().get(attribute))
        .filter(value -> !value.equals(";"))
        .flatMap(Delimiter::parse);
  }

  static OptionalInt lineWithoutRollback(SqlChangeSets changeSets) {
    return changeSets.list().stream()
        .filter(changeSet -> changeSet.rollback() instanceof Rollback.Missing)
        .filter(changeSet -> !changeSet.ignored() && !changeSet.statements().isEmpty())
        .mapToInt(SqlChangeSet::line)
        .findFirst();
  }
}
