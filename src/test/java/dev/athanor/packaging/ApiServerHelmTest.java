package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Helm installs, upgrades and removes the chart on a real API server. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // filled before each test
class ApiServerHelmTest {
  @TempDir private Path folder;
  private Path kubeConfig;
  private KubeAPIServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withTestDir(System.getenv("KUBE_API_TEST_DIR"))
                .withOfflineMode(true)
                .build());
    server.start();
    kubeConfig = Files.writeString(folder.resolve("config"), server.getKubeConfigYaml());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    for (var namespace : List.of("athanor-system", "shop", "billing")) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
  }

  @Test
  void the_server_takes_every_upgrade_and_a_removal_keeps_the_resources() throws IOException {
    upgrade("default");
    create();

    for (var values : Chart.valueFiles().toList()) {
      var name = values.getFileName().toString().replace("-values.yaml", "");
      // the Prometheus operator's kinds are not there; and a CRD that is not kept goes with its
      // resources
      if (!Set.of("monitoring", "left-empty", "crd-goes-with-the-release").contains(name)) {
        upgrade(name);
      }
    }
    Helm.uninstall("athanor").withNamespace("athanor-system").withKubeConfig(kubeConfig).call();

    assertThat(resources()).hasSize(1);
    assertThat(client.apps().deployments().inNamespace("athanor-system").list().getItems())
        .isEmpty();
  }

  private void upgrade(String values) {
    new Helm(Chart.FOLDER.toAbsolutePath())
        .upgrade()
        .install()
        .withName("athanor")
        .withNamespace("athanor-system")
        .withKubeConfig(kubeConfig)
        .withValuesFile(Chart.FOLDER.resolve("ci/" + values + "-values.yaml").toAbsolutePath())
        .call();
  }

  private void create() throws IOException {
    var resource = Files.readString(Path.of("examples/shop/databasemigration.yaml"));
    client.resource(resource).inNamespace("shop").create();
  }

  private List<GenericKubernetesResource> resources() {
    return client
        .genericKubernetesResources("athanor.dev/v1alpha1", "DatabaseMigration")
        .inNamespace("shop")
        .list()
        .getItems();
  }
}
