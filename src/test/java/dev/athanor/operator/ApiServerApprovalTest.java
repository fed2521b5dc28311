package dev.athanor.operator;

import static dev.athanor.operator.ApiServerScene.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans and approvals with the rights that the manifests grant, and who may approve. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerApprovalTest {
  @RegisterExtension final ApiServerScene scene = new ApiServerScene();

  private String waiting() {
    scene.untilReason("AwaitingApproval");
    return scene.now().getStatus().plan().hash();
  }

  private static void approve(KubernetesClient client, DatabaseMigration resource, String hash) {
    annotate(client, resource, Names.APPROVE, hash);
  }

  private static void annotate(
      KubernetesClient client, DatabaseMigration resource, String name, String value) {
    // as kubectl annotate: whatever else was written meanwhile
    client
        .resources(DatabaseMigration.class)
        .inNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client
                .getKubernetesSerialization()
                .asJson(Map.of("metadata", Map.of("annotations", Map.of(name, value)))));
  }

  @Test
  void a_plan_is_shown_in_a_configmap_that_goes_with_the_resource() {
    scene.revisions("a1", "b2");
    scene.client.resource(smallest(it -> it.manual())).inNamespace(scene.namespace).create();

    var hash = waiting();

    var resource = scene.now();
    var shown =
        scene
            .client
            .configMaps()
            .inNamespace(scene.namespace)
            .withName(resource.getStatus().plan().configMap())
            .get();
    assertThat(shown.getMetadata().getOwnerReferences()).containsExactly(Ours.owner(resource));
    assertThat(shown.getMetadata().getManagedFields())
        .allSatisfy(it -> assertThat(it.getManager()).isEqualTo(Names.FIELD_MANAGER));
    // there is no kubelet to ask for the log, but nobody forbids it
    assertThat(shown.getData().get("plan.sql"))
        .contains("athanor plan")
        .doesNotContain("forbidden");
    approve(scene.client, resource, hash);
    scene.untilCurrent("b2");
  }

  @Test
  void the_younger_of_two_is_stalled() {
    scene.revisions("a1");
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    scene.untilCurrent("a1");
    var younger = smallest(it -> it.secret("another-name"));
    younger.getMetadata().setName("younger");

    scene.client.resource(younger).inNamespace(scene.namespace).create();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                scene
                    .client
                    .resources(DatabaseMigration.class)
                    .inNamespace(scene.namespace)
                    .withName("younger")
                    .get()
                    .getStatus()
                    .conditions()
                    .stream()
                    .anyMatch(it -> it.getReason().equals("DatabaseConflict")));
  }

  @Test
  void a_database_goes_to_base_with_its_resource() {
    scene.revisions("a1");
    scene
        .client
        .resource(smallest(it -> it.takeBackWhenDeleted()))
        .inNamespace(scene.namespace)
        .create();
    scene.untilCurrent("a1");

    scene.client.resource(scene.now()).delete();

    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
    assertThat(scene.database.rows()).isEmpty();
  }

  @Test
  void only_who_has_the_verb_approves() {
    scene.revisions("a1");
    scene
        .client
        .resource(smallest(it -> it.manual().requireApproval()))
        .inNamespace(scene.namespace)
        .create();
    var hash = waiting();
    try (var developer = as("developer", "athanor-edit");
        var lead = as("lead", "athanor-approve")) {
      // a policy takes a moment until it is looked at, and what is there already is no approval
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () -> approve(developer, scene.now(), "not-yet " + UUID.randomUUID()))
                      .hasMessageContaining("approving a plan takes the verb approve"));
      for (var way :
          List.<UnaryOperator<SpecBuilder>>of(
              it -> it.requireApproval(),
              it -> it.manual().allowDowngrade(),
              it -> it.manual().requireApproval().approve(hash))) {
        assertThatThrownBy(() -> change(developer, scene.now(), way))
            .hasMessageContaining("approving a plan takes the verb approve");
      }
      annotate(developer, scene.now(), "shop.example/team", "orders");

      approve(lead, scene.now(), hash);
    }
    scene.untilCurrent("a1");
  }

  private static void change(
      KubernetesClient client, DatabaseMigration resource, UnaryOperator<SpecBuilder> way) {
    client
        .resource(resource)
        .edit(
            it -> {
              it.setSpec(smallest(way).getSpec());
              return it;
            });
  }

  private KubernetesClient as(String user, String role) {
    scene
        .client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(user)
                .withNamespace(scene.namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
    scene
        .client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(user + "-view")
                .withNamespace(scene.namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "athanor-view")
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
    var config = Config.fromKubeconfig(scene.kubeConfig());
    config.setImpersonateUsername(user);
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
