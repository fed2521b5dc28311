package dev.athanor.operator;

import static dev.athanor.operator.ApiServerScene.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.CrdSchema;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the CRD takes and refuses, with its CEL, and what our service account may do. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerSchemaTest {
  @RegisterExtension final ApiServerScene scene = new ApiServerScene();

  @Test
  void it_may_read_no_secret_and_change_no_spec() {
    assertThatThrownBy(() -> scene.deployed.secrets().inNamespace(scene.namespace).list())
        .hasMessageContaining("forbidden");
    var resource =
        scene.client.resource(smallest(it -> it.suspended())).inNamespace(scene.namespace).create();
    assertThatThrownBy(() -> scene.deployed.resource(resource).update())
        .hasMessageContaining("forbidden");
  }

  @TestFactory
  Stream<DynamicTest> a_valid_resource_is_accepted() {
    return CrdSchema.samples("valid-")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> assertThatCode(() -> scene.dryRun(file)).doesNotThrowAnyException()));
  }

  @TestFactory
  Stream<DynamicTest> an_invalid_resource_is_refused() {
    return Stream.concat(CrdSchema.samples("invalid-"), CrdSchema.samples("cel-"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThatThrownBy(() -> scene.dryRun(file))
                            .isInstanceOf(KubernetesClientException.class)
                            .hasMessageContaining(
                                Files.readAllLines(file).getFirst().substring(2))));
  }

  @Test
  void a_resource_without_a_status_is_not_done() {
    var created =
        scene.client.resource(smallest(it -> it.suspended())).inNamespace(scene.namespace).create();

    assertThat(created.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(KStatus.verdict(created)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
  }

  @Test
  void a_pod_template_that_the_server_refuses_stalls() {
    scene.revisions("a1");
    var patch =
        scene
            .client
            .getKubernetesSerialization()
            .unmarshal(
                "{\"spec\": {\"containers\": [{\"name\": \"athanor\", \"volumeMounts\": [{\"name\": \"nowhere\", \"mountPath\": \"/x\"}]}]}}",
                com.fasterxml.jackson.databind.node.ObjectNode.class);
    scene
        .client
        .resource(
            smallest(
                it ->
                    it.job(
                        new dev.athanor.api.JobSpec(
                            null, null, null, null, null, null, null, null, null, null, patch, "1h",
                            "72h", 3, 3))))
        .inNamespace(scene.namespace)
        .create();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> KStatus.verdict(scene.now()) == KStatus.Verdict.FAILED);
    assertThat(OperatorScene.message(scene.now())).contains("nowhere");
  }
}
