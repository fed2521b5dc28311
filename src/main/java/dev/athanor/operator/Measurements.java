package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.OperationResult;
import dev.athanor.api.OperationStatus;
import dev.athanor.api.RunTimes;
import dev.athanor.api.Times;
import dev.athanor.error.Reason;
import dev.athanor.operator.JobView.Exit;
import dev.athanor.operator.JobView.State.Finished;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What is measured: {@code docs/metrics.md}. No label has more values than there are reasons or
 * operations; what there is of each resource is collected when somebody asks, and so goes with it.
 */
final class Measurements {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(100),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10),
    Duration.ofHours(1)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Measurements(BooleanSupplier leading) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    Gauge.builder("athanor.leader", leading, it -> it.getAsBoolean() ? 1 : 0)
        .description("1 while this operator is the one at work")
        .strongReference(true)
        .register(registry);
  }

  /** The framework's own measurements, none of them by resource. */
  Metrics framework() {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  /** Adds what is asked for only when somebody reads. */
  void collect(MultiCollector collector) {
    registry.getPrometheusRegistry().register(collector);
  }

  /** All of it in Prometheus' text format. */
  String text() {
    return registry.scrape();
  }

  /** A Job has ended, and its result is in the status. */
  void ended(JobView job, OperationStatus last) {
    var operation = job.assignment().operation();
    var error = last.error();
    if (error != null) {
      Counter.builder("athanor.failures")
          .description("Attempts that failed, by reason")
          .tag("reason", known(error.reason()))
          .register(registry)
          .increment();
    }
    var exit = ((Finished) job.state()).exit();
    exit.flatMap(Exit::result).ifPresent(result -> ran(job, operation, result));
  }

  private void ran(JobView job, String operation, OperationResult result) {
    Times.parse(result.startedAt())
        .ifPresent(
            at ->
                record(
                    "athanor.job.start.latency",
                    "From the Job's creation to the program at work, in whole seconds",
                    operation,
                    Duration.between(job.created(), at)));
    Optional.ofNullable(result.times()).ifPresent(times -> record(operation, times));
  }

  private void record(String operation, RunTimes times) {
    record(
        "athanor.operation.duration",
        "How long an attempt was at work",
        operation,
        Duration.ofMillis(times.totalMillis()));
    record(
        "athanor.lock.wait",
        "How long an attempt waited for another run on the same database",
        operation,
        Duration.ofMillis(times.lockWaitMillis()));
    times
        .stepMillis()
        .forEach(
            millis ->
                record(
                    "athanor.step.duration",
                    "How long a step took",
                    operation,
                    Duration.ofMillis(millis)));
  }

  private void record(String name, String description, String operation, Duration time) {
    Timer.builder(name)
        .description(description)
        .tag("operation", operation(operation))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(time.isNegative() ? Duration.ZERO : time);
  }

  /** A pod may leave anything; a label may not. */
  private static String known(String reason) {
    return Reason.of(reason).isPresent()
            || Arrays.stream(ConditionReason.values()).anyMatch(it -> it.id().equals(reason))
        ? reason
        : "Other";
  }

  private static String operation(String name) {
    return switch (name) {
      case "upgrade", "downgrade", "stamp" -> name;
      default -> "other";
    };
  }
}
