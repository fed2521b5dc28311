package dev.athanor.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedKubeletTest {
  private static final String JOB =
      """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: migrate, namespace: default}
      spec:
        backoffLimit: 1
        podFailurePolicy:
          rules:
            - {action: Ignore, onPodConditions: [{type: DisruptionTarget, status: "True"}]}
            - {action: FailJob, onExitCodes: {operator: In, values: [10, 13]}}
        template:
          spec:
            restartPolicy: Never
            containers: [{name: migrate, image: athanor}]
      """;

  private final MockCluster cluster = MockCluster.start();
  private Optional<ScriptedKubelet> kubelet = Optional.empty();

  @AfterEach
  void stop() {
    kubelet.ifPresent(ScriptedKubelet::close);
    cluster.close();
  }

  @Test
  void aJobThatSucceedsIsCompleteAndItsPodHasTheMessage() {
    play(Result.exit(0, "{\"done\":true}"));

    assertThat(conditionsWhenFinished())
        .containsExactly("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    var pod = cluster.client().pods().withLabel("batch.kubernetes.io/job-name", "migrate").list();
    assertThat(pod.getItems())
        .singleElement()
        .satisfies(
            only ->
                assertThat(
                        only.getStatus()
                            .getContainerStatuses()
                            .getFirst()
                            .getState()
                            .getTerminated()
                            .getMessage())
                    .isEqualTo("{\"done\":true}"));
  }

  @Test
  void aPermanentExitCodeFailsTheJobAtOnce() {
    play(Result.exit(13));

    assertThat(conditionsWhenFinished())
        .containsExactly("FailureTarget PodFailurePolicy", "Failed PodFailurePolicy");
  }

  @Test
  void otherExitCodesAreRetriedUpToTheLimit() {
    play(Result.exit(20), Result.exit(20));

    assertThat(conditionsWhenFinished())
        .containsExactly("FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded");
    assertThat(job().getStatus().getFailed()).isEqualTo(2);
  }

  @Test
  void aDisruptionIsNotCounted() {
    play(Result.disrupted(), Result.disrupted(), Result.exit(0));

    assertThat(conditionsWhenFinished()).contains("Complete CompletionsReached");
    assertThat(job().getStatus().getFailed()).isNull();
  }

  @Test
  void aDeletedJobTakesItsRunningPodAlong() {
    var scripted = play(Result.running());
    await().until(() -> !scripted.unfinished().isEmpty());

    cluster.client().resource(job()).delete();

    await().until(() -> cluster.client().pods().list().getItems().isEmpty());
    assertThat(scripted.unfinished()).isEmpty();
  }

  private ScriptedKubelet play(Result... results) {
    var rest = new ArrayDeque<>(List.of(results));
    var scripted = ScriptedKubelet.start(cluster, _ -> rest.removeFirst());
    kubelet = Optional.of(scripted);
    cluster.client().resource(Serialization.unmarshal(JOB, Job.class)).create();
    return scripted;
  }

  private Job job() {
    return cluster.client().batch().v1().jobs().withName("migrate").get();
  }

  private List<String> conditionsWhenFinished() {
    await().until(() -> JobRun.isFinished(job()));
    return job().getStatus().getConditions().stream()
        .map(condition -> condition.getType() + " " + condition.getReason())
        .toList();
  }
}
