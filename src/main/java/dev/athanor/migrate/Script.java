package dev.athanor.migrate;

import dev.athanor.changelog.Format;
import dev.athanor.changelog.RevisionFile;
import dev.athanor.revision.Operation;
import java.util.List;

/**
 * What a revision does in one direction.
 *
 * @param file where it is written
 * @param units in the order they run
 */
record Script(RevisionFile file, List<ChangeUnit> units) {
  Script {
    units = List.copyOf(units);
  }

  /**
   * Reads a file, all of it, so that what is wrong with it is known before anything runs. Only
   * other formats than our short one make Liquibase load.
   */
  static Script read(RevisionFile file, Operation direction, LiquibaseTarget target) {
    return new Script(
        file,
        file.format() == Format.SHORT_SQL
            ? ShortUnit.of(file, direction)
            : target.units(file, direction));
  }

  boolean inTransaction() {
    return units.stream().allMatch(ChangeUnit::inTransaction);
  }
}
