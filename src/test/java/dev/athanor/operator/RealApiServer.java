package dev.athanor.operator;

import dev.athanor.testing.Manifests;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A kube-apiserver with the operator installed, started once for all tests that need one. */
final class RealApiServer implements AutoCloseable {
  private final KubeAPIServer server;
  private final KubernetesClient client;
  private final KubernetesClient deployed;

  RealApiServer() throws IOException {
    server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withTestDir(System.getenv("KUBE_API_TEST_DIR"))
                .withOfflineMode(true)
                .build());
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    // as kubectl apply --server-side -f operator/install.yaml does
    var install = Manifests.install();
    install.objects().forEach(object -> client.resource(object).serverSideApply());
    client
        .resource(install.one(CustomResourceDefinition.class, "databasemigrations.athanor.dev"))
        .waitUntilCondition(
            it ->
                it != null
                    && it.getStatus() != null
                    && it.getStatus().getConditions().stream()
                        .anyMatch(
                            c -> c.getType().equals("Established") && c.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
    deployed = as("system:serviceaccount:athanor-system:athanor-operator");
  }

  /** As this user, with what that one was granted; the caller closes it. */
  KubernetesClient as(String user) {
    var config = Config.fromKubeconfig(server.getKubeConfigYaml());
    config.setImpersonateUsername(user);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** As an administrator. */
  KubernetesClient client() {
    return client;
  }

  /** As the operator's own service account, with what the manifest grants and nothing else. */
  KubernetesClient deployed() {
    return deployed;
  }

  String kubeConfig() {
    return server.getKubeConfigYaml();
  }

  @Override
  public void close() {
    deployed.close();
    client.close();
    server.stop();
  }
}
