package dev.athanor.changelog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A formatted SQL file, read strictly: what Liquibase would drop or misread is refused.
 *
 * @param list the changesets in the order of the file
 * @param properties the names that {@code --property} lines define
 */
public record SqlChangeSets(List<SqlChangeSet> list, Set<String> properties) {

  /** Keeps its own copies of the collections. */
  public SqlChangeSets {
    list = List.copyOf(list);
    properties = Set.copyOf(properties);
  }

  /**
   * Reads a file of format {@link Format#LIQUIBASE_SQL}.
   *
   * @throws dev.athanor.error.AthanorException {@code InvalidChangelog} or {@code ForbiddenChange}
   *     with file and line
   */
  public static SqlChangeSets of(RevisionFile file) {
    return new FormattedSqlReader(file).read();
  }

  /** The changeset with this author and id. */
  public Optional<SqlChangeSet> find(String author, String id) {
    return list.stream()
        .filter(changeSet -> changeSet.author().equals(author) && changeSet.id().equals(id))
        .findFirst();
  }
}
