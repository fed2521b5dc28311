package dev.athanor.operator;

import static dev.athanor.operator.ApiServerScene.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator may do, and does without, on a real API server with RBAC. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerRightsTest {
  @RegisterExtension final ApiServerScene scene = new ApiServerScene();

  @Test
  void a_role_in_its_namespace_is_enough() throws IOException {
    scene.stopOperator();
    var role =
        scene
            .client
            .getKubernetesSerialization()
            .unmarshal(
                Files.readString(Path.of("examples/namespaced/watched/role.yaml")), Role.class);
    scene.client.resource(role).inNamespace(scene.namespace).create();
    var binding =
        scene
            .client
            .getKubernetesSerialization()
            .unmarshal(
                Files.readString(Path.of("examples/namespaced/watched/role-binding.yaml")),
                RoleBinding.class);
    binding.setSubjects(
        List.of(new Subject("rbac.authorization.k8s.io", "User", "only-here", null)));
    scene.client.resource(binding).inNamespace(scene.namespace).create();
    try (var client = scene.as("only-here");
        var _ =
            AthanorOperator.start(client, scene.settings(Optional.empty(), OptionalInt.empty()))) {
      scene.revisions("a1");
      scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();

      scene.untilCurrent("a1");
    }
    scene.startOperator();
  }

  @Test
  void it_cannot_read_a_secret() {
    assertThat(refused(() -> scene.deployed.secrets().inNamespace(scene.namespace).list()))
        .isEqualTo(403);
    assertThat(refused(() -> scene.deployed.secrets().inAnyNamespace().list())).isEqualTo(403);
  }

  private static int refused(Runnable call) {
    try {
      call.run();
      return 0;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  @Test
  void a_namespace_that_is_being_deleted_gets_no_job_and_holds_nothing_up() {
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    scene.untilReason("ConfigMapNotFound");
    scene.revisions("a1");
    scene.untilCurrent("a1");
    scene.client.namespaces().withName(scene.namespace).delete();
    scene
        .client
        .configMaps()
        .inNamespace(scene.namespace)
        .withName("orders-revisions")
        .edit(
            it -> {
              it.setData(OperatorScene.line("orders-revisions", "a1", "b2").getData());
              return it;
            });
    scene.untilReason("NamespaceTerminating");

    // as the namespace controller does
    scene.client.resource(scene.now()).delete();

    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
  }
}
