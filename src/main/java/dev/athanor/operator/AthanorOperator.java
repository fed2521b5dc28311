package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.operator.HealthServer.Answer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.health.EventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running operator: the controller of DatabaseMigration resources, and its probes. */
public final class AthanorOperator implements AutoCloseable {
  private static final String CONTROLLER = "databasemigration";

  /** Nothing depends on it: it is there for what no watch tells, and costs no write. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private static final Duration FINISH = Duration.ofSeconds(10);

  /** No request takes so long, with all its retries: who works on one resource for longer hangs. */
  private static final Duration HANGS = Duration.ofMinutes(15);

  private final AtomicBoolean closing = new AtomicBoolean();
  private final WorkLog work = new WorkLog();
  private final Leadership leadership;
  private final Operator operator;
  private final Optional<HealthServer> health;

  private AthanorOperator(KubernetesClient client, OperatorSettings settings) {
    leadership = new Leadership(client, settings);
    var measurements = new Measurements(leadership::leading);
    var instance =
        settings
            .leaderElection()
            .map(OperatorSettings.LeaderElection::identity)
            .orElseGet(() -> "athanor-" + UUID.randomUUID());
    var reconciler = new MigrationReconciler(client, settings, instance, measurements, work);
    measurements.collect(
        new ResourceMetrics(
            () -> leadership.leading() ? reconciler.resources() : List.of(), settings.clock()));
    operator = new Operator(service -> configure(service, client, measurements));
    operator.register(reconciler, controller -> configure(controller, settings));
    health =
        settings.healthPort().isPresent()
            ? Optional.of(
                HealthServer.start(
                    settings.healthPort().getAsInt(), new Probes(), measurements::text))
            : Optional.empty();
  }

  /**
   * Starts an operator. Returns once it watches; with leader election it may not lead yet.
   *
   * @param client left open when the operator is closed
   */
  public static AthanorOperator start(KubernetesClient client, OperatorSettings settings) {
    var started = new AthanorOperator(client, settings);
    try {
      started.operator.start();
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  private void configure(
      ConfigurationServiceOverrider service, KubernetesClient client, Measurements measurements) {
    service
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withReconciliationTerminationTimeout(FINISH)
        // or an older event takes what we wrote last out of the cache again
        .withParseResourceVersions(true)
        .withUseSSAToPatchPrimaryResource(true)
        .withMetrics(measurements.framework());
    leadership.configuration().ifPresent(service::withLeaderElectionConfiguration);
  }

  private static void configure(
      ControllerConfigurationOverrider<DatabaseMigration> controller, OperatorSettings settings) {
    controller
        .withName(CONTROLLER)
        .withFieldManager(Names.FIELD_MANAGER)
        // the finalizer is ours to put on and take off: not every resource needs it all the time
        .withTriggerReconcilerOnAllEvents(true)
        .withGenerationAware(false)
        .withOnUpdateFilter(AthanorOperator::concernsUs)
        .withReconciliationMaxInterval(LOOK_AGAIN)
        .withItemStore(new TransformingItemStore<>(Cached::of))
        .withInformerListLimit(Cached.PAGE)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(Duration.ofMillis(500))
                .setIntervalMultiplier(2)
                .setMaxInterval(30_000)
                .withoutMaxAttempts());
    if (settings.namespaces().isEmpty()) {
      controller.watchingAllNamespaces();
    } else {
      controller.settingNamespaces(settings.namespaces());
    }
  }

  /** Not our own status writes, but more than the generation: an annotation asks us to look. */
  static boolean concernsUs(DatabaseMigration now, DatabaseMigration before) {
    return !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
        || now.isMarkedForDeletion() != before.isMarkedForDeletion()
        || !now.getMetadata().getFinalizers().equals(before.getMetadata().getFinalizers())
        || !asked(now).equals(asked(before));
  }

  /** What a person asks for by annotations. */
  private static List<Optional<String>> asked(DatabaseMigration resource) {
    var annotations = JobBuilder.orEmpty(resource.getMetadata().getAnnotations());
    return Stream.of(Names.RECONCILE_AT, Names.RETRY, Names.APPROVE)
        .map(name -> Optional.ofNullable(annotations.get(name)))
        .toList();
  }

  private final class Probes implements HealthServer.Probes {
    @Override
    public Answer started() {
      return new Answer(
          AthanorOperator.this.started(),
          AthanorOperator.this.started() ? "started" : "not everything was seen yet");
    }

    @Override
    public Answer ready() {
      var sees = AthanorOperator.this.started() && seesAll();
      return new Answer(
          sees, !sees ? "not watching: " + unseen() : leadership.leading() ? "leader" : "standby");
    }

    /** A watch that is down comes back by itself when the API server does: no restart helps. */
    @Override
    public Answer alive() {
      return work.anyLongerThan(HANGS)
          ? new Answer(false, "the work on a resource does not end")
          : new Answer(informersRun(), informersRun() ? "alive" : "an informer has stopped");
    }
  }

  private boolean seesAll() {
    return operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  private String unseen() {
    return started()
        ? operator.getRuntimeInfo().unhealthyEventSources().values().stream()
            .flatMap(sources -> sources.entrySet().stream())
            .map(source -> source.getKey() + " " + describe(source.getValue()))
            .sorted()
            .collect(Collectors.joining(", "))
        : "not started";
  }

  private static String describe(EventSourceHealthIndicator source) {
    return source instanceof InformerWrappingEventSourceHealthIndicator<?> informers
        ? informers.informerHealthIndicators().values().stream()
            .map(
                it ->
                    "(running %s, synced %s, watching %s)"
                        .formatted(it.isRunning(), it.hasSynced(), it.isWatching()))
            .collect(Collectors.joining(" "))
        : "";
  }

  private boolean informersRun() {
    return !started()
        || operator.getRuntimeInfo().unhealthyEventSources().values().stream()
            .flatMap(sources -> sources.values().stream())
            .allMatch(AthanorOperator::runs);
  }

  private static boolean runs(EventSourceHealthIndicator source) {
    return !(source instanceof InformerWrappingEventSourceHealthIndicator<?> informers)
        || informers.informerHealthIndicators().values().stream()
            .allMatch(InformerHealthIndicator::isRunning);
  }

  /** Whether it was started, and all it watches answers. */
  public boolean healthy() {
    return !started() || seesAll();
  }

  /** Whether it was started: everything it watches was seen once. */
  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Whether it is the one at work; without leader election it always is. */
  public boolean leading() {
    return leadership.leading();
  }

  /** Where the probes are served, if they are. */
  public OptionalInt healthPort() {
    return health.map(it -> OptionalInt.of(it.port())).orElse(OptionalInt.empty());
  }

  /**
   * Stops watching, waits a little for what is being done, and gives the lease back; Jobs go on
   * without us.
   */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      leadership.closing();
      operator.stop();
      leadership.release();
      health.ifPresent(HealthServer::close);
    }
  }
}
