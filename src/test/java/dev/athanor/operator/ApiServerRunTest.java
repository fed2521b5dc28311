package dev.athanor.operator;

import static dev.athanor.operator.ApiServerScene.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Server-side apply, our Job, and restarts as a real API server has them. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerRunTest {
  @RegisterExtension final ApiServerScene scene = new ApiServerScene();

  @Test
  void a_database_is_brought_to_its_target() {
    scene.revisions("a1", "b2");
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();

    var done = scene.untilCurrent("b2");

    assertThat(done.getStatus().pending()).isZero();
    assertThat(owners(done, "status")).containsExactly("athanor Apply");
    await().until(() -> scene.jobs().getFirst().getSpec().getTtlSecondsAfterFinished() != null);
    assertThat(scene.jobs())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(3600);
              assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
              assertThat(job.getMetadata().getOwnerReferences()).containsExactly(Ours.owner(done));
            });
    var events =
        scene.client.events().v1().events().inNamespace(scene.namespace).list().getItems().stream()
            .map(it -> it.getReason())
            .toList();
    assertThat(events).containsExactlyInAnyOrder("JobCreated", "Succeeded");
  }

  @Test
  void in_the_steady_state_nothing_is_written() throws InterruptedException {
    scene.revisions("a1");
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    scene.untilCurrent("a1");
    await().until(() -> scene.jobs().getFirst().getSpec().getTtlSecondsAfterFinished() != null);
    var version = scene.now().getMetadata().getResourceVersion();

    scene.stopOperator();
    scene.startOperator();
    Thread.sleep(2_000);

    assertThat(scene.now().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void fields_that_are_no_longer_said_are_gone() {
    scene.revisions("a1");
    scene.database.next(
        Result.exit(
            20,
            "{\"kind\":\"OperationResult\",\"error\":{\"reason\":\"DatabaseUnreachable\",\"message\":\"no route\"}}"));
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now().getStatus().retry() != null);

    var done = scene.untilCurrent("a1");

    assertThat(done.getStatus().retry()).isNull();
    assertThat(done.getStatus().conditions()).hasSize(1);
  }

  @Test
  void a_restart_in_the_middle_of_a_job_loses_nothing() {
    scene.revisions("a1");
    scene.database.next(Result.running());
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    await().atMost(Duration.ofSeconds(20)).until(() -> !scene.kubelet.unfinished().isEmpty());
    scene.stopOperator();
    scene.kubelet.finish(
        scene.kubelet.unfinished().getFirst(), scene.database.run(scene.jobs().getFirst()));

    scene.startOperator();

    scene.untilCurrent("a1");
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void a_job_made_just_before_a_crash_is_adopted() {
    scene.revisions("a1");
    scene.stopOperator();
    var resource = scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    var job = OperatorScene.firstJob(resource, "a1");
    scene.database.next(Result.running());
    scene.client.resource(job).create();
    await().atMost(Duration.ofSeconds(20)).until(() -> !scene.kubelet.unfinished().isEmpty());

    scene.startOperator();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                scene.now().getStatus().job() != null
                    && scene.now().getStatus().job().name().equals(job.getMetadata().getName()));
    scene.kubelet.finish(
        scene.kubelet.unfinished().getFirst(), scene.database.run(scene.jobs().getFirst()));
    scene.untilCurrent("a1");
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void its_probes_answer() throws Exception {
    var port = scene.operator().healthPort().getAsInt();
    for (var path : List.of("startupz", "healthz", "readyz", "metrics")) {
      var response =
          java.net.http.HttpClient.newHttpClient()
              .send(
                  java.net.http.HttpRequest.newBuilder(
                          java.net.URI.create("http://localhost:" + port + "/" + path))
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  private static List<String> owners(DatabaseMigration resource, String subresource) {
    return resource.getMetadata().getManagedFields().stream()
        .filter(it -> subresource.equals(it.getSubresource()))
        .map((ManagedFieldsEntry it) -> it.getManager() + " " + it.getOperation())
        .toList();
  }
}
