package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.ImagePullPolicy;
import dev.athanor.changelog.Source;
import dev.athanor.testing.kube.MockCluster;
import dev.athanor.testing.kube.ScriptedKubelet;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An operator, a cluster, a Job controller and a database to tell stories with. */
final class OperatorScene implements AutoCloseable {
  static final String NAMESPACE = "default";
  private static final Duration SOON = Duration.ofSeconds(20);

  final MockCluster cluster = MockCluster.start();
  final KubernetesClient client = cluster.client();
  final PretendDatabase database = new PretendDatabase(client);
  final ScriptedKubelet kubelet = ScriptedKubelet.start(cluster, database);
  private final List<Throwable> broken = new CopyOnWriteArrayList<>();
  private final Watch watch = watchStatuses();
  final ShiftingClock clock = new ShiftingClock();
  private AthanorOperator operator = startOperator();

  {
    cluster.serveLogs((_, pod) -> database.log(pod));
  }

  private OperatorSettings settings() {
    return new OperatorSettings(
        Set.of(),
        "athanor:test",
        ImagePullPolicy.IF_NOT_PRESENT,
        clock,
        Optional.empty(),
        OptionalInt.of(0),
        Duration.ofMillis(200),
        () -> {});
  }

  AthanorOperator operator() {
    return operator;
  }

  private AthanorOperator startOperator() {
    return AthanorOperator.start(cluster.client("operator"), settings());
  }

  void restartOperator() {
    operator.close();
    operator = startOperator();
  }

  void stopOperator() {
    operator.close();
  }

  /** As if its process had died: what it still sends gets nowhere. */
  void killOperator() {
    cluster.cut("operator", 0, true);
    operator.close();
    cluster.mend("operator");
  }

  void wipeStatus() {
    client
        .resources(DatabaseMigration.class)
        .inNamespace(NAMESPACE)
        .withName("orders")
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":null}");
  }

  void startAgain() {
    operator = startOperator();
  }

  /** Every status that is ever written is held against the rules. */
  private Watch watchStatuses() {
    return client
        .resources(DatabaseMigration.class)
        .inAnyNamespace()
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, DatabaseMigration resource) {
                try {
                  KStatus.check(resource);
                } catch (AssertionError e) {
                  broken.add(e);
                }
              }

              @Override
              public void onClose(WatcherException e) {}
            });
  }

  /** A ConfigMap with a line of revisions, each following the one before it. */
  void revisions(String configMap, String... ids) {
    client.resource(line(configMap, ids)).createOr(replace -> replace.update());
  }

  /** The same where the namespace lets nothing new in. */
  void growRevisions(String configMap, String... ids) {
    client.resource(line(configMap, ids)).update();
  }

  /** As {@code kubectl delete namespace} does: what is in it is for others to take away. */
  void deleteNamespace() {
    var namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(NAMESPACE)
            .addToFinalizers("test/content")
            .endMetadata()
            .build();
    client.resource(namespace).create();
    client.resource(namespace).delete();
  }

  static ConfigMap line(String configMap, String... ids) {
    var data = new LinkedHashMap<String, String>();
    var before = "";
    for (var id : ids) {
      data.put(id + ".sql", file(id, before));
      before = id;
    }
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(configMap)
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withData(data)
        .build();
  }

  static String file(String id, String downRevision) {
    return "-- revision: %s\n%s-- message: make %s\n\n-- upgrade\nCREATE TABLE %s (id int);\n-- downgrade\nDROP TABLE %s;\n"
        .formatted(
            id,
            downRevision.isEmpty() ? "" : "-- down-revision: " + downRevision + "\n",
            id,
            id,
            id);
  }

  /** A resource that wants what the smallest one wants, changed as told. */
  static DatabaseMigration migration(String name, UnaryOperator<SpecBuilder> changes) {
    var resource = new DatabaseMigration();
    resource.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
    resource.setSpec(changes.apply(new SpecBuilder()).build());
    return resource;
  }

  DatabaseMigration create(UnaryOperator<SpecBuilder> changes) {
    return client.resource(migration("orders", changes)).create();
  }

  DatabaseMigration edit(UnaryOperator<SpecBuilder> changes) {
    var spec = changes.apply(new SpecBuilder()).build();
    return change(resource -> resource.setSpec(spec));
  }

  /** As people do: again, when the operator has written in between. */
  private DatabaseMigration change(Consumer<DatabaseMigration> change) {
    for (var attempt = 1; ; attempt++) {
      try {
        return client
            .resources(DatabaseMigration.class)
            .inNamespace(NAMESPACE)
            .withName("orders")
            .edit(
                resource -> {
                  change.accept(resource);
                  return resource;
                });
      } catch (KubernetesClientException e) {
        if (e.getCode() != 409 || attempt == 20) {
          throw e;
        }
      }
    }
  }

  /** The Job that the operator makes first for this resource, with this line of revisions. */
  static Job firstJob(DatabaseMigration resource, String... ids) {
    var set =
        Sources.read(
            List.of("orders-revisions"),
            List.of(
                Source.configMap(
                    resource.getMetadata().getNamespace(),
                    "orders-revisions",
                    line("orders-revisions", ids).getData(),
                    Map.of())));
    var run = (Decision.Run) Decide.decide(Observed.of(resource, set, List.of(), Instant.now()));
    return JobBuilder.build(
        resource, run.attempt(), OperatorSettings.of("athanor:test", Clock.systemUTC()));
  }

  /** Says who manages a Job: the operator watches only what it manages itself. */
  void managed(String job, String manager) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(NAMESPACE)
        .withName(job)
        .edit(
            it -> {
              it.getMetadata().getLabels().put(Names.MANAGED_BY, manager);
              return it;
            });
  }

  /** Puts the finalizer on, as the operator does before it makes a Job. */
  void hold() {
    change(resource -> resource.addFinalizer(Names.FINALIZER));
  }

  /** Takes the finalizers of the resource away, as people do who cannot wait. */
  void forceAway() {
    change(resource -> resource.getMetadata().setFinalizers(List.of()));
  }

  void approve(String hash) {
    annotate(Names.APPROVE, hash);
  }

  void annotate(String value) {
    annotate(Names.RECONCILE_AT, value);
  }

  void annotate(String annotation, String value) {
    change(resource -> resource.getMetadata().getAnnotations().put(annotation, value));
  }

  DatabaseMigration now() {
    return client
        .resources(DatabaseMigration.class)
        .inNamespace(NAMESPACE)
        .withName("orders")
        .get();
  }

  /** Waits until Ready has this reason for the generation of now. */
  DatabaseMigration until(String reason) {
    await("Ready with reason " + reason)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              var resource = now();
              assertThat(resource.getStatus().conditions())
                  .as("%s", resource.getStatus())
                  .anySatisfy(
                      it -> {
                        assertThat(it.getType()).isEqualTo("Ready");
                        assertThat(it.getReason()).isEqualTo(reason);
                      });
              assertThat(resource.getStatus().observedGeneration())
                  .isEqualTo(resource.getMetadata().getGeneration());
            });
    return now();
  }

  DatabaseMigration untilCurrent(String... rows) {
    await("current " + List.of(rows))
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> {
              assertThat(now().getStatus().current()).isEqualTo(List.of(rows));
              assertThat(KStatus.verdict(now())).isEqualTo(KStatus.Verdict.CURRENT);
            });
    return now();
  }

  /** Once nothing happens any more. */
  void untilQuiet() {
    await("no more writes")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              var before = cluster.writes().size();
              Thread.sleep(300);
              return cluster.writes().size() == before;
            });
  }

  String untilRunning() {
    await("a pod that is held").atMost(SOON).until(() -> !kubelet.unfinished().isEmpty());
    return kubelet.unfinished().getFirst();
  }

  static String message(DatabaseMigration resource) {
    return resource.getStatus().conditions().getFirst().getMessage();
  }

  List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  @Override
  public void close() {
    operator.close();
    watch.close();
    kubelet.close();
    cluster.close();
    assertThat(broken).isEmpty();
  }
}
