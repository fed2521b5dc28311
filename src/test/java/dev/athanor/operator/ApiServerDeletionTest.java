package dev.athanor.operator;

import static dev.athanor.operator.ApiServerScene.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deletions, with Kubernetes' own garbage collector where it is to be had. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerDeletionTest {
  @RegisterExtension final ApiServerScene scene = new ApiServerScene();

  @Test
  void a_deletion_waits_for_its_job() {
    scene.revisions("a1");
    scene.database.next(Result.running());
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                scene.now().getStatus().conditions().stream()
                    .anyMatch(it -> "JobRunning".equals(it.getReason())));

    scene.client.resource(scene.now()).delete();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                scene.now().getStatus().conditions().stream()
                    .anyMatch(it -> "DeletionWaits".equals(it.getReason())));
    scene.kubelet.finish(
        scene.kubelet.unfinished().getFirst(), scene.database.run(scene.jobs().getFirst()));

    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
  }

  /** As Argo CD deletes. What has the resource for its owner goes at once, finalizer or not. */
  @Test
  void a_deletion_in_the_foreground_spares_the_job_that_runs() throws Exception {
    try (var collector = GarbageCollector.start(scene.kubeConfig())) {
      assumeThat(collector.runs()).isTrue();
      scene.revisions("a1");
      scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
      scene.untilCurrent("a1");
      await().until(() -> !scene.jobs().getFirst().getMetadata().getOwnerReferences().isEmpty());
      var done = scene.jobs().getFirst().getMetadata().getName();
      scene.database.next(Result.running());
      scene.revisions("a1", "b2");
      await().atMost(Duration.ofSeconds(20)).until(() -> !scene.kubelet.unfinished().isEmpty());
      scene.untilReason("JobRunning");
      var running = scene.kubelet.unfinished().getFirst();
      var owned = owned();

      scene
          .client
          .resource(scene.now())
          .withPropagationPolicy(DeletionPropagation.FOREGROUND)
          .delete();

      // the collector has been here
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> scene.client.resource(owned).get() == null);
      await().atMost(Duration.ofSeconds(60)).until(() -> !jobNames().contains(done));
      scene.untilReason("DeletionWaits");
      await()
          .during(Duration.ofSeconds(5))
          .atMost(Duration.ofSeconds(20))
          .until(() -> jobNames().equals(List.of(running)));
      assertThat(scene.jobs().getFirst().isMarkedForDeletion()).isFalse();
      assertThat(scene.jobs().getFirst().getMetadata().getOwnerReferences()).isEmpty();
      assertThat(scene.kubelet.unfinished()).containsExactly(running);
      assertThat(scene.now().getFinalizers()).contains(Names.FINALIZER);

      scene.kubelet.finish(running, scene.database.run(scene.jobs().getFirst()));

      await().atMost(Duration.ofSeconds(30)).until(() -> scene.now() == null);
      await().atMost(Duration.ofSeconds(60)).until(() -> scene.jobs().isEmpty());
      assertThat(scene.database.rows()).containsExactly("b2");
    }
  }

  @Test
  void finished_jobs_go_with_their_resource() throws Exception {
    try (var collector = GarbageCollector.start(scene.kubeConfig())) {
      assumeThat(collector.runs()).isTrue();
      scene.revisions("a1");
      scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
      scene.untilCurrent("a1");
      await().until(() -> !scene.jobs().getFirst().getMetadata().getOwnerReferences().isEmpty());

      scene.client.resource(scene.now()).delete();

      await().atMost(Duration.ofSeconds(30)).until(() -> scene.now() == null);
      await().atMost(Duration.ofSeconds(60)).until(() -> scene.jobs().isEmpty());
    }
  }

  /** Something with the owner that a finished Job has. */
  private ConfigMap owned() {
    return scene
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("owned")
                .withNamespace(scene.namespace)
                .withOwnerReferences(Ours.owner(scene.now()))
                .endMetadata()
                .build())
        .create();
  }

  private List<String> jobNames() {
    return scene.jobs().stream().map(it -> it.getMetadata().getName()).toList();
  }
}
