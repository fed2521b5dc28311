package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;

/** A YAML, XML or JSON changelog as a tree. */
final class Tree {
  static final String ROOT = "databaseChangeLog";

  /** More nodes than any changelog has: aliases in YAML can make a few lines into billions. */
  static final int MAX_NODES = 1_000_000;

  private Tree() {}

  /** The node {@code databaseChangeLog} of a file. */
  static Node of(RevisionFile file) {
    return switch (file.format()) {
      case YAML -> new YamlTree(file).read();
      case XML -> new XmlTree(file).read();
      case JSON -> new JsonTree(file).read();
      case LIQUIBASE_SQL, SHORT_SQL -> throw new IllegalArgumentException("SQL is no tree");
    };
  }

  static AthanorException missingRoot(RevisionFile file) {
    return file.refused(
        Reason.INVALID_CHANGELOG, 1, "there is no \"databaseChangeLog\" in this file.");
  }

  static AthanorException tooLarge(RevisionFile file, int line) {
    return file.refused(
        Reason.INVALID_CHANGELOG,
        line,
        "the changelog has more than a million parts, or is nested too deeply.");
  }
}
