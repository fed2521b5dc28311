package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.ImagePullPolicy;
import dev.athanor.testing.kube.ScriptedKubelet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** A namespace on a real API server, with an operator, a Job controller and a database. */
@SuppressWarnings("NullAway") // filled before each test
final class ApiServerScene implements BeforeEachCallback, AfterEachCallback {
  KubernetesClient client;
  KubernetesClient deployed;
  String namespace;
  PretendDatabase database;
  ScriptedKubelet kubelet;
  private RealApiServer server;
  private AthanorOperator operator;

  @Override
  public void beforeEach(ExtensionContext context) {
    server = context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(RealApiServer.class);
    client = server.client();
    deployed = server.deployed();
    namespace = "test-" + System.nanoTime();
    RestrictedNamespace.create(client, namespace);
    database = new PretendDatabase(client);
    kubelet = ScriptedKubelet.start(client, database);
    startOperator();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    operator.close();
    kubelet.close();
  }

  void startOperator() {
    operator = AthanorOperator.start(deployed, settings(Optional.empty(), OptionalInt.of(0)));
  }

  void stopOperator() {
    operator.close();
  }

  AthanorOperator operator() {
    return operator;
  }

  OperatorSettings settings(
      Optional<OperatorSettings.LeaderElection> election, OptionalInt healthPort) {
    return new OperatorSettings(
        Set.of(namespace),
        "athanor:test",
        ImagePullPolicy.IF_NOT_PRESENT,
        Clock.systemUTC(),
        election,
        healthPort,
        OperatorSettings.PROGRESS_INTERVAL,
        () -> {});
  }

  /** A client as this user, who may do what the test lets it. */
  KubernetesClient as(String user) {
    return server.as(user);
  }

  String kubeConfig() {
    return server.kubeConfig();
  }

  static DatabaseMigration smallest(UnaryOperator<SpecBuilder> changes) {
    var resource = OperatorScene.migration("orders", changes);
    resource.getMetadata().setNamespace(null);
    return resource;
  }

  void dryRun(Path file) throws IOException {
    client.resource(Files.readString(file)).inNamespace(namespace).dryRun().create();
  }

  void revisions(String... ids) {
    var configMap = OperatorScene.line("orders-revisions", ids);
    configMap.getMetadata().setNamespace(namespace);
    client.resource(configMap).createOr(it -> it.update());
  }

  DatabaseMigration now() {
    return client
        .resources(DatabaseMigration.class)
        .inNamespace(namespace)
        .withName("orders")
        .get();
  }

  List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  void untilReason(String reason) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                now().getStatus().conditions().stream()
                    .anyMatch(it -> reason.equals(it.getReason())));
  }

  DatabaseMigration untilCurrent(String row) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var resource = KStatus.check(now());
              assertThat(resource.getStatus().current()).containsExactly(row);
              assertThat(KStatus.verdict(resource)).isEqualTo(KStatus.Verdict.CURRENT);
            });
    return now();
  }
}
