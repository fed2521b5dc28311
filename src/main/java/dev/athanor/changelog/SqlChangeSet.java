package dev.athanor.changelog;

import java.util.List;
import java.util.Map;

/**
 * One changeset of a formatted SQL file, as Liquibase would read it and as it is to be run.
 *
 * @param author what stands before the colon
 * @param id what stands after it
 * @param line the line of {@code --changeset}, from 1
 * @param attributes the rest of that line by name as Liquibase spells it, for example {@code
 *     runInTransaction}
 * @param sql the text between the directives, placeholders not yet replaced
 * @param statements the same, cut up as the attributes say, with their lines in the file
 * @param rollback the way back
 */
public record SqlChangeSet(
    String author,
    String id,
    int line,
    Map<String, String> attributes,
    String sql,
    List<Statement> statements,
    Rollback rollback) {

  /** Keeps its own copies of the collections. */
  public SqlChangeSet {
    attributes = Map.copyOf(attributes);
    statements = List.copyOf(statements);
  }

  /** Whether it is to run inside the revision's transaction; true unless it says otherwise. */
  public boolean runInTransaction() {
    return flag("runInTransaction", true);
  }

  /** Whether Liquibase is told to leave it out. */
  public boolean ignored() {
    return flag("ignore", false);
  }

  boolean flag(String name, boolean otherwise) {
    return Boolean.parseBoolean(attributes.getOrDefault(name, String.valueOf(otherwise)));
  }
}
