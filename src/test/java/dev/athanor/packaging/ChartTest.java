package dev.athanor.packaging;

import static dev.athanor.packaging.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import dev.athanor.testing.Manifests;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart, for every value file in {@code ci/} and every Kubernetes that we name. */
class ChartTest {
  static Stream<Arguments> installations() throws IOException {
    return Chart.valueFiles()
        .flatMap(values -> Chart.KUBERNETES.stream().map(version -> Arguments.of(values, version)));
  }

  static Stream<Path> valueFiles() throws IOException {
    return Chart.valueFiles();
  }

  static Stream<Path> refused() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/helm/refused"))) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void helm_finds_nothing_to_say_about_it() {
    var result = new Helm(Chart.FOLDER.toAbsolutePath()).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("installations")
  void every_object_has_only_fields_that_kubernetes_has(Path values, String version) {
    var objects = Manifests.parse(Chart.ours().render(version, values));

    assertThat(objects.objects())
        .isNotEmpty()
        .extracting(
            object -> object.getKind(),
            object -> object.getMetadata().getNamespace(),
            object -> object.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void bad_values_are_refused_and_told_what_to_write(Path values) throws IOException {
    var told = Files.readAllLines(values).getFirst().replaceFirst("^# refused: ", "");

    assertThatThrownBy(() -> Chart.ours().render(values)).hasMessageContaining(told);
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void whoever_installs_it_is_told_what_to_do_next(Path values) {
    assertThat(Chart.ours().notes(values)).containsPattern("(kubectl apply|helm install)");
  }

  @Test
  void the_notes_name_a_namespace_that_is_watched() {
    assertThat(Chart.ours().notes(Chart.FOLDER.resolve("ci/namespaces-values.yaml")))
        .contains("looks after shop, billing")
        .contains("kubectl create configmap orders-revisions -n shop")
        .contains("has no policy for approvals");
  }

  @Test
  void the_test_asks_the_api_with_the_operators_own_image_and_account(@TempDir Path copy)
      throws IOException {
    var objects =
        Manifests.parse(
            Chart.ours()
                .withHooksAsObjects(copy)
                .render(Chart.FOLDER.toAbsolutePath().resolve("ci/namespaces-values.yaml")));
    var pod = objects.one(Pod.class, "athanor-test");
    var operator = operator(objects);

    assertThat(pod.getMetadata().getAnnotations()).containsEntry("was-hook", "test");
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo(operator.getServiceAccountName());
    assertThat(pod.getSpec().getContainers())
        .singleElement()
        .satisfies(
            container -> {
              assertThat(container.getArgs())
                  .containsExactly("kubectl", "status", "--namespace=shop");
              assertThat(container.getImage())
                  .isEqualTo(operator.getContainers().getFirst().getImage());
              assertThat(container.getSecurityContext())
                  .isEqualTo(operator.getContainers().getFirst().getSecurityContext());
            });
  }

  @Test
  void the_crd_stays_when_the_release_goes_unless_somebody_says() throws IOException {
    assertThat(crd("default").getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(crd("crd-goes-with-the-release").getMetadata().getAnnotations()).isEmpty();
    assertThat(rendered("no-crd").all(CustomResourceDefinition.class)).isEmpty();
  }

  @Test
  void the_crd_is_the_one_that_is_generated_from_the_types() throws IOException {
    var generated =
        Manifests.parse(Files.readString(GeneratedFiles.CRD))
            .one(CustomResourceDefinition.class, "databasemigrations.athanor.dev");

    assertThat(crd("default").getSpec()).isEqualTo(generated.getSpec());
  }

  @Test
  void a_digest_pins_the_image_of_the_operator_and_of_its_jobs() throws IOException {
    var image =
        "registry.example.com:5000/mirror/athanor:0.1.0@sha256:" + "0123456789abcdef".repeat(4);

    var container = operator(rendered("private-registry")).getContainers().getFirst();

    assertThat(container.getImage()).isEqualTo(image);
    assertThat(container.getEnv())
        .anySatisfy(
            variable -> {
              assertThat(variable.getName()).isEqualTo("ATHANOR_IMAGE");
              assertThat(variable.getValue()).isEqualTo(image);
            });
    assertThat(container.getArgs()).contains("--image-pull-policy=Always");
  }

  @Test
  void without_an_election_the_old_operator_goes_before_the_new_one_comes() throws IOException {
    assertThat(deployment("one-operator").getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(operator(rendered("one-operator")).getContainers().getFirst().getArgs())
        .noneMatch(arg -> arg.startsWith("--leader-election"));
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void the_pod_is_one_that_the_level_restricted_lets_in(Path values) {
    for (var deployment : Manifests.parse(Chart.ours().render(values)).all(Deployment.class)) {
      var pod = deployment.getSpec().getTemplate().getSpec();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.getContainers())
          .allSatisfy(
              container -> {
                var security = container.getSecurityContext();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getCapabilities().getDrop()).isEqualTo(List.of("ALL"));
              });
    }
  }

  @Test
  void what_is_asked_for_beside_is_there() throws IOException {
    var deployment = deployment("extras");
    var pod = deployment.getSpec().getTemplate();

    assertThat(deployment.getMetadata().getLabels()).containsEntry("team", "platform");
    assertThat(pod.getMetadata().getLabels())
        .containsAllEntriesOf(Map.of("team", "platform", "sidecar.istio.io/inject", "false"))
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(pod.getSpec().getContainers().getFirst().getVolumeMounts())
        .extracting("name")
        .contains("tmp", "certificates");
    assertThat(pod.getSpec().getRuntimeClassName()).isEqualTo("gvisor");
    assertThat(deployment.getSpec().getRevisionHistoryLimit()).isEqualTo(2);
    assertThat(rendered("extras").kinds())
        .contains("ConfigMap/athanor-as-yaml", "ConfigMap/athanor-as-text");
  }

  private static CustomResourceDefinition crd(String values) throws IOException {
    return rendered(values).one(CustomResourceDefinition.class, "databasemigrations.athanor.dev");
  }

  private static Deployment deployment(String values) throws IOException {
    return rendered(values).one(Deployment.class, "athanor-operator");
  }

  private static PodSpec operator(Manifests objects) {
    return objects.one(Deployment.class, "athanor-operator").getSpec().getTemplate().getSpec();
  }
}
