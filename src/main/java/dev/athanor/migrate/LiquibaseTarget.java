package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.revision.Operation;
import java.util.List;

/**
 * The database that Liquibase generates statements for. Names no Liquibase class itself, so that a
 * run that needs none loads none.
 */
interface LiquibaseTarget {
  /** The changesets of a file, the last first on the way down. */
  List<ChangeUnit> units(RevisionFile file, Operation direction);
}
