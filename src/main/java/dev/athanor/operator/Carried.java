package dev.athanor.operator;

import dev.athanor.api.AskedStatus;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import java.util.Optional;

/** What is still true of a status when the spec beside it is a newer one. */
final class Carried {
  private Carried() {}

  /** The status as far as it is about the database that the spec names now. */
  static DatabaseMigrationStatus over(DatabaseMigration resource) {
    var before =
        Optional.ofNullable(resource.getStatus()).orElse(DatabaseMigrationStatus.NOTHING_KNOWN);
    var asked = asked(resource, before);
    var known = before.asked() != null && before.asked().database().equals(asked.database());
    return new DatabaseMigrationStatus(
        before.observedGeneration(),
        before.conditions(),
        asked,
        known ? before.current() : null,
        before.target(),
        known ? before.pending() : null,
        before.source(),
        before.job(),
        before.retry(),
        before.lastOperation(),
        before.history(),
        known ? before.database() : null,
        known ? before.plan() : null,
        known ? before.applied() : null,
        before.lastHandledReconcileAt());
  }

  /**
   * The generation that first asked for what is asked now. While the generation stays, so does
   * this, whatever a newer operator makes of the same spec: a downgrade by one step must never be
   * taken for a new one.
   */
  private static AskedStatus asked(DatabaseMigration resource, DatabaseMigrationStatus before) {
    var generation = resource.getMetadata().getGeneration();
    var digest = Digests.of(resource.getSpec().asking());
    var database = Digests.of(resource.getSpec().database());
    var asked = before.asked();
    if (asked == null) {
      return new AskedStatus(generation, digest, database);
    }
    if (generation.equals(before.observedGeneration())) {
      return asked;
    }
    return new AskedStatus(
        digest.equals(asked.digest()) ? asked.generation() : generation, digest, database);
  }
}
