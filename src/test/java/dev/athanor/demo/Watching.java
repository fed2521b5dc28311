package dev.athanor.demo;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at the resource the way {@code kubectl wait} and {@code kubectl get} do. */
final class Watching {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Supplier<DatabaseMigration> resource;
  private final Narrator say;

  Watching(Supplier<DatabaseMigration> resource, Narrator say) {
    this.resource = resource;
    this.say = say;
  }

  /** Waits until it is ready with the database at these revisions; fails when it gets stuck. */
  DatabaseMigrationStatus ready(String... current) {
    var at = List.of(current);
    var status =
        await(
            "Ready at " + at,
            seen -> isTrue(seen, "Ready") && at.equals(seen.current()),
            seen -> isTrue(seen, "Stalled"));
    show(status);
    return status;
  }

  /** Waits until a person is needed. */
  DatabaseMigrationStatus stalled() {
    var status = await("Stalled", seen -> isTrue(seen, "Stalled"), _ -> false);
    show(status);
    return status;
  }

  private DatabaseMigrationStatus await(
      String what,
      Predicate<DatabaseMigrationStatus> wanted,
      Predicate<DatabaseMigrationStatus> hopeless) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var seen = resource.get();
      var status = seen.getStatus();
      if (status != null
          && seen.getMetadata().getGeneration().equals(status.observedGeneration())) {
        if (wanted.test(status)) {
          return status;
        }
        // what was wrong before is still there until the operator has looked at what is new
        if (hopeless.test(status) && System.nanoTime() > deadline - PATIENCE.toNanos() / 2) {
          throw new DemoFailure("instead of %s: %s".formatted(what, line(status)));
        }
      }
      if (System.nanoTime() > deadline) {
        throw new DemoFailure(
            "not %s within %s: %s"
                .formatted(what, PATIENCE, status == null ? "no status" : line(status)));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }

  private static boolean isTrue(DatabaseMigrationStatus status, String type) {
    return condition(status, type).filter(it -> it.getStatus().equals("True")).isPresent();
  }

  private static Optional<Condition> condition(DatabaseMigrationStatus status, String type) {
    return status.conditions().stream().filter(it -> it.getType().equals(type)).findFirst();
  }

  private void show(DatabaseMigrationStatus status) {
    say.see("status   " + line(status));
  }

  private static String line(DatabaseMigrationStatus status) {
    var ready = condition(status, "Ready");
    var target = status.target();
    return "Ready=%s  %s  current=%s  target=%s  pending=%s"
        .formatted(
            ready.map(Condition::getStatus).orElse("?"),
            ready.map(Condition::getReason).orElse("?"),
            status.current(),
            target == null ? "?" : target.expression(),
            status.pending());
  }
}
