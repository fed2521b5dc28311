package dev.athanor.packaging;

import static dev.athanor.packaging.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may do what, as the chart grants it. OperatorRightsTest knows what is called. */
class ChartRightsTest {

  @Test
  void an_operator_for_some_namespaces_has_roles_there_and_nothing_cluster_wide() {
    var objects = rendered("namespaces");

    assertThat(objects.kinds())
        .noneMatch(kind -> kind.startsWith("ClusterRole"))
        .noneMatch(kind -> kind.startsWith("ValidatingAdmissionPolicy"));
    assertThat(namespaces(objects, Role.class, "athanor-operator"))
        .containsExactly("shop", "billing");
    assertThat(namespaces(objects, RoleBinding.class, "athanor-operator"))
        .containsExactly("shop", "billing");
    assertThat(arguments(objects)).contains("--namespaces=shop,billing");
  }

  @Test
  void its_roles_grant_what_the_cluster_role_grants() {
    var everywhere = rendered("default").one(ClusterRole.class, "athanor-operator").getRules();

    assertThat(
            rendered("namespaces").all(Role.class).stream()
                .filter(role -> role.getMetadata().getName().equals("athanor-operator")))
        .hasSize(2)
        .allSatisfy(role -> assertThat(role.getRules()).isEqualTo(everywhere));
  }

  @Test
  void what_is_cluster_wide_can_be_a_release_of_its_own() {
    assertThat(rendered("cluster-only").kinds())
        .contains(
            "CustomResourceDefinition/databasemigrations.athanor.dev",
            "ClusterRole/athanor-view",
            "ClusterRole/athanor-edit",
            "ClusterRole/athanor-approve",
            "ValidatingAdmissionPolicy/athanor-approval",
            "ValidatingAdmissionPolicyBinding/athanor-approval")
        .noneMatch(kind -> kind.startsWith("Deployment") || kind.startsWith("ServiceAccount"));
  }

  @Test
  void the_lease_that_is_asked_for_is_the_one_that_the_role_allows() {
    for (var values : List.of("default", "namespaces", "names")) {
      var objects = rendered(values);
      var election =
          objects.all(Role.class).stream()
              .filter(role -> role.getMetadata().getName().endsWith("-leader-election"))
              .toList();

      assertThat(election).hasSize(1);
      assertThat(election.getFirst().getMetadata().getNamespace()).isEqualTo("athanor-system");
      assertThat(election.getFirst().getRules())
          .filteredOn(rule -> !rule.getVerbs().contains("create"))
          .extracting(PolicyRule::getResourceNames)
          .singleElement()
          .satisfies(
              names ->
                  assertThat(arguments(objects))
                      .contains("--leader-election-lease=" + names.getFirst()));
    }
  }

  @Test
  void no_role_of_ours_has_a_verb_on_secrets() throws Exception {
    for (var values : Chart.valueFiles().toList()) {
      var objects = Manifests.parse(Chart.ours().render(values));
      assertThat(
              Stream.concat(
                      objects.all(ClusterRole.class).stream().map(ClusterRole::getRules),
                      objects.all(Role.class).stream().map(Role::getRules))
                  .flatMap(List::stream))
          .noneMatch(
              rule -> rule.getResources().contains("secrets") || rule.getResources().contains("*"));
    }
  }

  @Test
  void people_get_them_with_the_clusters_own_roles_and_approving_only_when_asked_for() {
    assertThat(labels("default", "athanor-view"))
        .contains("rbac.authorization.k8s.io/aggregate-to-view");
    assertThat(labels("default", "athanor-edit"))
        .contains(
            "rbac.authorization.k8s.io/aggregate-to-edit",
            "rbac.authorization.k8s.io/aggregate-to-admin");
    assertThat(labels("default", "athanor-approve"))
        .noneMatch(label -> label.startsWith("rbac.authorization.k8s.io/"));
    assertThat(labels("cluster-only", "athanor-approve"))
        .contains("rbac.authorization.k8s.io/aggregate-to-admin");
  }

  private static List<String> labels(String values, String role) {
    return List.copyOf(
        rendered(values).one(ClusterRole.class, role).getMetadata().getLabels().keySet());
  }

  private static <T extends HasMetadata> List<String> namespaces(
      Manifests objects, Class<T> kind, String name) {
    return objects.all(kind).stream()
        .map(HasMetadata::getMetadata)
        .filter(metadata -> metadata.getName().equals(name))
        .map(metadata -> metadata.getNamespace())
        .toList();
  }

  private static List<String> arguments(Manifests objects) {
    return objects
        .all(Deployment.class)
        .getFirst()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getArgs();
  }
}
