package dev.athanor.changelog;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The check of a file in the short form, beyond what its reader refuses. */
final class ShortSqlCheck {
  private final RevisionFile file;

  ShortSqlCheck(RevisionFile file) {
    this.file = file;
  }

  void check(List<Warning> warnings) {
    var sections = ShortSql.of(file);
    check(sections.upgrade());
    sections.downgrade().ifPresent(this::check);
    sections
        .downgrade()
        .filter(down -> down.statements().isEmpty() && !down.declaredEmpty())
        .filter(down -> !sections.upgrade().statements().isEmpty())
        .ifPresent(
            down ->
                warnings.add(
                    file.warning(
                        down.line(),
                        "The downgrade section is empty: a downgrade will change nothing but the"
                            + " recorded revision. Write \"-- downgrade empty\" if that is meant.")));
  }

  private void check(ShortSql.Section section) {
    Placeholders.refuseInSql(file, section.sql(), section.line(), Set.of());
    new SqlRules(file).check(section.sql(), section.line(), Optional.empty());
  }

  /** An empty section is an answer; none at all is one only where there is nothing to undo. */
  static OptionalInt lineWithoutRollback(ShortSql sections) {
    boolean missing =
        sections.downgrade().isEmpty()
            && !sections.upgrade().statements().isEmpty()
            && !sections.upgrade().declaredEmpty();
    return missing ? OptionalInt.of(sections.upgrade().line()) : OptionalInt.empty();
  }
}
