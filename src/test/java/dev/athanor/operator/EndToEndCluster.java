package dev.athanor.operator;

import static org.awaitility.Awaitility.await;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.ImagePullPolicy;
import dev.athanor.operator.OperatorSettings.LeaderElection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A namespace with our manifests and a PostgreSQL in it: in the cluster of {@code KUBECONFIG},
 * which can pull the image of {@code -Dathanor.image}; without one on a kube-apiserver alone, where
 * the operator is in this process and a stand-in runs the pods of its Jobs.
 */
final class EndToEndCluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);

  final String namespace = "athanor-e2e-" + Long.toString(System.nanoTime(), 36);
  final KubernetesClient client;
  private final String image;
  private final Optional<RealApiServer> server;
  private final Deque<Runnable> installed = new ArrayDeque<>();

  private EndToEndCluster(KubernetesClient client, String image, Optional<RealApiServer> server) {
    this.client = client;
    this.image = image;
    this.server = server;
  }

  /** Installs everything; what was installed goes again when that fails. */
  static EndToEndCluster start(List<String> databases) throws IOException {
    var cluster = find();
    try {
      cluster.install(databases);
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static EndToEndCluster find() throws IOException {
    if (System.getenv("KUBECONFIG") != null) {
      var image = System.getProperty("athanor.image", "");
      if (image.isBlank()) {
        throw new IllegalStateException(
            "no image: make e2e IMAGE=…, one that the cluster can pull");
      }
      return new EndToEndCluster(new KubernetesClientBuilder().build(), image, Optional.empty());
    }
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      throw new IllegalStateException(
          "make e2e needs a cluster (KUBECONFIG, and IMAGE=… that it can pull), or KUBE_API_TEST_DIR for a kube-apiserver with a stand-in for the rest: see CONTRIBUTING.md");
    }
    var server = new RealApiServer();
    return new EndToEndCluster(server.client(), "athanor:stand-in", Optional.of(server));
  }

  private void install(List<String> databases) throws IOException {
    customResource();
    RestrictedNamespace.create(client, namespace);
    installed.push(() -> client.namespaces().withName(namespace).delete());
    new EndToEndDatabase(client, namespace).install(databases);
    load("operator/install.yaml").stream()
        // what is in the whole cluster may be somebody's already, and is not needed
        .filter(item -> namespace.equals(item.getMetadata().getNamespace()))
        .forEach(item -> client.resource(deployed(item)).create());
    for (var manifest : List.of("role", "role-binding")) {
      load("examples/namespaced/watched/%s.yaml".formatted(manifest))
          .forEach(item -> client.resource(item).inNamespace(namespace).create());
    }
    server.ifPresentOrElse(this::standIn, this::untilDeployed);
  }

  private void untilDeployed() {
    for (var name : List.of("athanor-operator", EndToEndDatabase.NAME)) {
      client
          .apps()
          .deployments()
          .inNamespace(namespace)
          .withName(name)
          .waitUntilReady(START.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** One that is there already belongs to somebody, and stays as it is. */
  private void customResource() throws IOException {
    var crd = load("crds/databasemigrations.athanor.dev.yaml").getFirst();
    if (client.resource(crd).get() == null) {
      client.resource(crd).create();
      installed.push(() -> client.resource(crd).delete());
    }
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(
            () -> client.resources(DatabaseMigration.class).inNamespace("default").list() != null);
  }

  private List<HasMetadata> load(String file) throws IOException {
    var text = Files.readString(Path.of(file)).replace("athanor-system", namespace);
    return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).items();
  }

  /** What kustomize fills in. */
  private HasMetadata deployed(HasMetadata item) {
    return item instanceof Deployment deployment
        ? new DeploymentBuilder(deployment)
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withImage(image)
            .addToArgs("--namespaces=" + namespace)
            .editMatchingEnv(it -> "ATHANOR_IMAGE".equals(it.getName()))
            .withValue(image)
            .endEnv()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build()
        : item;
  }

  private void standIn(RealApiServer real) {
    var pods = new StandInPods(client);
    installed.push(pods::close);
    var account = real.as("system:serviceaccount:%s:athanor-operator".formatted(namespace));
    installed.push(account::close);
    var operator =
        AthanorOperator.start(
            account,
            new OperatorSettings(
                Set.of(namespace),
                image,
                ImagePullPolicy.IF_NOT_PRESENT,
                Clock.systemUTC(),
                Optional.of(new LeaderElection("athanor-operator", namespace, "here")),
                OptionalInt.empty(),
                OperatorSettings.PROGRESS_INTERVAL,
                () -> {}));
    installed.push(operator::close);
  }

  /** Resources first, while somebody is there who takes their finalizers away. */
  void removeResources() {
    var resources = client.resources(DatabaseMigration.class).inNamespace(namespace);
    resources.delete();
    await().atMost(START).until(() -> resources.list().getItems().isEmpty());
  }

  @Override
  public void close() {
    while (!installed.isEmpty()) {
      installed.pop().run();
    }
    client.close();
    server.ifPresent(RealApiServer::close);
  }
}
