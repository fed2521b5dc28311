package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.SqlSplitter;
import dev.athanor.revision.Revision;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** One section of a squashed file as it grows. */
final class FoldedSection {
  private final String name;
  private final Collection<String> warnings;
  private final StringBuilder sql = new StringBuilder();
  private boolean inTransaction = true;
  private boolean statements;

  FoldedSection(String name, Collection<String> warnings) {
    this.name = name;
    this.warnings = warnings;
  }

  /** The header of the file. */
  static String header(Revision revision, List<String> replaces) {
    var text = new StringBuilder("-- revision: " + revision.id() + "\n");
    line(text, "down-revision", String.join(", ", revision.downRevisions()));
    line(text, "depends-on", String.join(", ", revision.dependsOn()));
    line(text, "branch-labels", String.join(", ", revision.branchLabels()));
    line(text, "message", revision.message());
    line(text, "created", revision.created());
    line(text, "replaces", String.join(", ", replaces));
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    if (!value.isEmpty()) {
      text.append("-- ").append(key).append(": ").append(value).append('\n');
    }
  }

  /** Adds what a revision in the short form does, as it is written. */
  void add(RevisionFile file, String text, boolean runInTransaction) {
    sql.append("\n-- | ").append(file.revision().id()).append('\n');
    var own = text.strip();
    var spans = SqlSplitter.spans(file.syntax(), own);
    sql.append(own.isEmpty() ? "" : own + "\n");
    if (spans.isEmpty()) {
      return;
    }
    statements = true;
    if (own.indexOf(';', spans.getLast().end()) < 0) {
      sql.append(";\n");
    }
    for (var span : spans) {
      warnIfItLasts(file, span.of(own));
    }
    if (!runInTransaction && inTransaction) {
      inTransaction = false;
      warnings.add(
          "%s has runInTransaction:false, and so has all of the %s now: if it fails half-way, it goes on from there."
              .formatted(file.revision().id(), name));
    }
  }

  private void warnIfItLasts(RevisionFile file, String statement) {
    var words = statement.toUpperCase(Locale.ROOT).split("\\s+", 3);
    boolean lasts = words[0].equals("SET") && words.length > 1 && !words[1].equals("LOCAL");
    if (lasts || statement.contains("set_config(")) {
      warnings.add(
          "%s changes a setting, which now also holds for what is folded behind it: %s"
              .formatted(file.revision().id(), statement.lines().findFirst().orElse("").strip()));
    }
  }

  /** Adds what another format comes to on one database. */
  void addRendered(RevisionFile file, Script script, String dialect) {
    var text = new StringBuilder();
    for (var unit : script.units()) {
      if (unit.hasPreconditions()) {
        warnings.add(
            "%s, line %d: %s is folded as if its preconditions held."
                .formatted(file.origin(), unit.line(), unit.name()));
      }
      unit.commands().forEach(command -> text.append(command.sql().strip()).append(";\n"));
    }
    warnings.add(
        "%s is not in the short form: what is folded is the SQL that it comes to on %s."
            .formatted(file.revision().id(), dialect));
    add(file, text.toString(), script.inTransaction());
  }

  String text() {
    var marker = "\n-- " + name;
    if (!statements) {
      return marker + " empty\n";
    }
    return marker + (inTransaction ? "" : " runInTransaction:false") + "\n" + sql;
  }
}
