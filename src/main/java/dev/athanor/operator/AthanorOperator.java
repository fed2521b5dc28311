package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A running operator: the controller of DatabaseMigration resources, and its probes. */
public final class AthanorOperator implements AutoCloseable {
  private static final String CONTROLLER = "databasemigration";

  /** Nothing depends on it: it is there for what no watch tells, and costs no write. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private static final Duration FINISH = Duration.ofSeconds(10);

  private final AtomicBoolean closing = new AtomicBoolean();
  private final Operator operator;
  private final Optional<HealthServer> health;

  private AthanorOperator(KubernetesClient client, OperatorSettings settings) {
    var instance =
        settings
            .leaderElection()
            .map(OperatorSettings.LeaderElection::identity)
            .orElseGet(() -> "athanor-" + UUID.randomUUID());
    operator = new Operator(service -> configure(service, client, settings));
    operator.register(
        new MigrationReconciler(client, settings, instance),
        controller -> configure(controller, settings));
    health =
        settings.healthPort().isPresent()
            ? Optional.of(
                HealthServer.start(settings.healthPort().getAsInt(), this::healthy, this::started))
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
      ConfigurationServiceOverrider service, KubernetesClient client, OperatorSettings settings) {
    service
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withReconciliationTerminationTimeout(FINISH)
        // or an older event takes what we wrote last out of the cache again
        .withParseResourceVersions(true)
        .withUseSSAToPatchPrimaryResource(true);
    settings
        .leaderElection()
        .ifPresent(election -> service.withLeaderElectionConfiguration(lease(election, settings)));
  }

  /**
   * JOSDK would end the process by itself when leadership is lost, and so would wait for ever for a
   * shutdown hook that stops it. So it is told not to, and what ends the process is asked here.
   */
  private LeaderElectionConfiguration lease(
      OperatorSettings.LeaderElection election, OperatorSettings settings) {
    var callbacks =
        new LeaderCallbacks(
            () -> {},
            () -> {
              if (!closing.get()) {
                settings.onLeadershipLost().run();
              }
            },
            leader -> {});
    return new LeaderElectionConfiguration(
        election.lease(),
        election.namespace(),
        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
        election.identity(),
        callbacks,
        false);
  }

  private static void configure(
      ControllerConfigurationOverrider<DatabaseMigration> controller, OperatorSettings settings) {
    controller
        .withName(CONTROLLER)
        .withFieldManager(Names.FIELD_MANAGER)
        .withFinalizer(Names.FINALIZER)
        .withGenerationAware(false)
        .withOnUpdateFilter(AthanorOperator::concernsUs)
        .withReconciliationMaxInterval(LOOK_AGAIN)
        .withRetry(
            new GenericRetry()
                .setInitialInterval(Duration.ofMillis(500))
                .setIntervalMultiplier(2)
                .setMaxInterval(60_000)
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
    return Stream.of(Names.RECONCILE_AT, Names.APPROVE)
        .map(name -> Optional.ofNullable(annotations.get(name)))
        .toList();
  }

  /** Whether it was started, and all it watches answers. */
  public boolean healthy() {
    return !started() || operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** Whether it was started. */
  public boolean started() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Where the probes are served, if they are. */
  public OptionalInt healthPort() {
    return health.map(it -> OptionalInt.of(it.port())).orElse(OptionalInt.empty());
  }

  /** Stops watching and waits a little for what is being done; Jobs go on without us. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      operator.stop();
      health.ifPresent(HealthServer::close);
    }
  }
}
