package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.HistoryEntry;
import dev.athanor.api.Times;
import io.fabric8.kubernetes.api.model.Condition;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** What each resource's status says, as numbers, read from the cache when somebody asks. */
final class ResourceMetrics implements MultiCollector {
  private final Supplier<List<DatabaseMigration>> resources;
  private final Clock clock;

  /**
   * Over what is cached.
   *
   * @param resources those to tell of: none while another operator does
   */
  ResourceMetrics(Supplier<List<DatabaseMigration>> resources, Clock clock) {
    this.resources = resources;
    this.clock = clock;
  }

  private interface Value {
    Optional<Double> of(DatabaseMigrationStatus status);
  }

  @Override
  public MetricSnapshots collect() {
    var all = resources.get().stream().filter(it -> it.getStatus() != null).toList();
    var now = clock.instant();
    return new MetricSnapshots(
        gauge(
            all,
            "athanor_ready",
            "1 when the database is where it should be",
            status -> Optional.of(condition(status, Conditions.READY).isPresent() ? 1.0 : 0.0)),
        gauge(
            all,
            "athanor_stalled",
            "1 when a person must act",
            status -> Optional.of(condition(status, Conditions.STALLED).isPresent() ? 1.0 : 0.0)),
        gauge(
            all,
            "athanor_awaiting_approval",
            "1 when a plan waits for a person",
            status -> Optional.of(waits(status) ? 1.0 : 0.0)),
        gauge(
            all,
            "athanor_pending_revisions",
            "Steps to the target, where they are known",
            status -> Optional.ofNullable(status.pending()).map(Integer::doubleValue)),
        gauge(
            all,
            "athanor_operation_age_seconds",
            "For how long it has been on its way to the target",
            status ->
                condition(status, Conditions.RECONCILING)
                    .flatMap(it -> Times.parse(it.getLastTransitionTime()))
                    .map(since -> Duration.between(since, now).toMillis() / 1000.0)),
        gauge(
            all,
            "athanor_last_success_timestamp_seconds",
            "When an operation last succeeded",
            status -> lastSuccess(status).map(at -> (double) at.getEpochSecond())));
  }

  private static GaugeSnapshot gauge(
      List<DatabaseMigration> resources, String name, String help, Value value) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    for (var resource : resources) {
      var metadata = resource.getMetadata();
      value
          .of(resource.getStatus())
          .ifPresent(
              number ->
                  gauge.dataPoint(
                      GaugeDataPointSnapshot.builder()
                          .value(number)
                          .labels(
                              Labels.of(
                                  "namespace", metadata.getNamespace(), "name", metadata.getName()))
                          .build()));
    }
    return gauge.build();
  }

  private static Optional<Condition> condition(DatabaseMigrationStatus status, String type) {
    return status.conditions().stream()
        .filter(it -> type.equals(it.getType()) && "True".equals(it.getStatus()))
        .findFirst();
  }

  private static boolean waits(DatabaseMigrationStatus status) {
    return status.conditions().stream()
        .anyMatch(it -> ConditionReason.AWAITING_APPROVAL.id().equals(it.getReason()));
  }

  private static Optional<Instant> lastSuccess(DatabaseMigrationStatus status) {
    return status.history().stream()
        .filter(entry -> entry.reason() == null)
        .map(HistoryEntry::completedAt)
        .filter(Objects::nonNull)
        .findFirst()
        .flatMap(Times::parse);
  }
}
