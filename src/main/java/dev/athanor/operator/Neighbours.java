package dev.athanor.operator;

import dev.athanor.api.DatabaseIdentity;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Resources that keep the same database and version table, as the servers themselves say: two host
 * names for one server do not hide it.
 *
 * @param having the resources whose status has this key
 */
record Neighbours(Function<String, Collection<DatabaseMigration>> having) {
  private static final Comparator<DatabaseMigration> AGE =
      Comparator.comparing((DatabaseMigration it) -> it.getMetadata().getCreationTimestamp())
          .thenComparing(Neighbours::name);

  /** What tells a version table from every other, where a Job has looked. */
  static Optional<String> key(DatabaseMigrationStatus status) {
    return Optional.ofNullable(status.database())
        .filter(it -> it.identity() != null && it.versionTable() != null)
        .map(Neighbours::key);
  }

  private static String key(DatabaseIdentity database) {
    return database.identity() + " " + database.versionTable();
  }

  /** The key as an index wants it: from the status as it is written. */
  static List<String> keys(DatabaseMigration resource) {
    return Optional.ofNullable(resource.getStatus()).flatMap(Neighbours::key).stream().toList();
  }

  /** The oldest resource with the same database, if it is not this one. */
  Optional<String> elder(DatabaseMigration resource, DatabaseMigrationStatus status) {
    return key(status).stream()
        .flatMap(key -> having.apply(key).stream())
        .filter(other -> !uid(other).equals(uid(resource)))
        .filter(other -> AGE.compare(other, resource) < 0)
        .min(AGE)
        .map(Neighbours::name);
  }

  /** The others with the same database. */
  List<DatabaseMigration> of(DatabaseMigration resource, DatabaseMigrationStatus status) {
    return key(status).stream()
        .flatMap(key -> having.apply(key).stream())
        .filter(other -> !uid(other).equals(uid(resource)))
        .toList();
  }

  private static String uid(DatabaseMigration resource) {
    return resource.getMetadata().getUid();
  }

  private static String name(DatabaseMigration resource) {
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }
}
