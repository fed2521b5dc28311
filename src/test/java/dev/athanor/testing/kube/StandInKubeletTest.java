package dev.athanor.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The entrypoint here is a shell, so each Job's only argument is a script. */
class StandInKubeletTest {
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
            - {action: FailJob, onExitCodes: {operator: In, values: [13]}}
        template:
          spec:
            restartPolicy: Never
            terminationGracePeriodSeconds: 1
            containers:
              - name: migrate
                image: athanor
                env:
                  - {name: PLACE, value: "dir=/athanor/database"}
                  - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                volumeMounts:
                  - {name: database, mountPath: /athanor/database}
                  - {name: tmp, mountPath: /tmp}
            volumes:
              - {name: database, secret: {secretName: db}}
              - {name: tmp, emptyDir: {}}
      """;

  /** Servers that other tests have started and share. */
  private final Set<ProcessHandle> others =
      ProcessHandle.current().descendants().collect(Collectors.toSet());

  private final MockCluster cluster = MockCluster.start();
  private final StandInKubelet kubelet = StandInKubelet.start(cluster, Entrypoint.shell());

  @BeforeEach
  void createSecret() {
    secret("db", Map.of("password", "s3cret"));
  }

  @AfterEach
  void stop() {
    kubelet.close();
    cluster.close();
    await()
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .noneMatch(process -> process.isAlive() && !others.contains(process)));
  }

  @Test
  void aJobRunsWithItsVolumesAndLeavesMessageAndLog() {
    run(
        """
        cat /athanor/database/password; echo " $PLACE"; touch /tmp/x
        printf '{"pod":"%s"}' $POD > /dev/termination-log
        """);

    awaitConditions("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    var pod = pod();
    assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(message(pod)).isEqualTo("{\"pod\":\"" + pod.getMetadata().getName() + "\"}");
    assertThat(cluster.client().pods().withName(pod.getMetadata().getName()).getLog())
        .isEqualTo(kubelet.log(pod.getMetadata().getName()))
        .isEqualTo("s3cret dir=/athanor/database\n");
  }

  @Test
  void nothingOfOurEnvironmentIsInherited() {
    run("env | cut -d= -f1 | sort | tr '\\n' ' '; exit 0");

    awaitConditions("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    assertThat(kubelet.log(pod().getMetadata().getName()).split(" ", -1))
        .contains("PATH", "HOME", "JAVA_HOME", "PLACE", "POD")
        .doesNotContain("LANG", "USER", "MAVEN_OPTS", "MAVEN_PROJECTBASEDIR");
  }

  @Test
  void aPermanentExitCodeFailsTheJobAtOnce() {
    run("echo no > /dev/termination-log; exit 13");

    awaitConditions("FailureTarget PodFailurePolicy", "Failed PodFailurePolicy");
    assertThat(message(pod())).isEqualTo("no\n");
    assertThat(job().getStatus().getFailed()).isEqualTo(1);
  }

  @Test
  void aMissingSecretKeepsThePodPendingUntilItIsThere() {
    cluster.client().secrets().withName("db").delete();
    run("cat /athanor/database/password");

    await()
        .untilAsserted(
            () ->
                assertThat(cluster.client().v1().events().list().getItems())
                    .extracting(event -> event.getReason() + ": " + event.getMessage())
                    .containsExactly(
                        "FailedMount: MountVolume.SetUp failed for volume \"database\" : secret \"db\" not found"));
    assertThat(pod().getStatus().getPhase()).isEqualTo("Pending");

    secret("db", Map.of("password", "late"));
    awaitConditions("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    assertThat(kubelet.log(pod().getMetadata().getName())).isEqualTo("late");
  }

  @Test
  void deletingTheJobEndsItsProcess() {
    run("trap 'echo told; exit 1' TERM; echo up; while :; do sleep 0.05; done");
    await().until(() -> log().contains("up"));

    cluster.client().resource(job()).delete();

    await().until(() -> cluster.client().pods().list().getItems().isEmpty());
    assertThat(log()).isEqualTo("up\ntold\n");
  }

  @Test
  void whatDoesNotListenToSigtermIsKilledAfterTheGrace() {
    run("trap '' TERM; echo up; while :; do sleep 0.05; done");
    await().until(() -> log().contains("up"));

    cluster.client().resource(job()).delete();

    await().until(() -> cluster.client().pods().list().getItems().isEmpty());
  }

  @Test
  void theDeadlineEndsTheProcessThenTheJob() {
    run("exec sleep 60", spec -> spec.setActiveDeadlineSeconds(1L));

    awaitConditions("FailureTarget DeadlineExceeded", "Failed DeadlineExceeded");
    assertThat(cluster.client().pods().list().getItems()).isEmpty();
  }

  @Test
  void anEvictedPodIsReplacedAndNotCounted() {
    run("test -e /athanor/database/go && exit 0; echo up; exec sleep 60");
    await().until(() -> log().contains("up"));

    secret("db", Map.of("go", "on"));
    kubelet.evict(pod().getMetadata().getName());

    awaitConditions("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    assertThat(kubelet.pods()).hasSize(2);
    assertThat(job().getStatus().getFailed()).isNull();
  }

  @Test
  void aSuspendedJobWaits() {
    run("exit 0", spec -> spec.setSuspend(true));
    awaitConditions("Suspended JobSuspended");
    assertThat(kubelet.pods()).isEmpty();

    cluster
        .client()
        .batch()
        .v1()
        .jobs()
        .withName("migrate")
        .edit(job -> new JobBuilder(job).editSpec().withSuspend(false).endSpec().build());
    awaitConditions(
        "Suspended JobResumed",
        "SuccessCriteriaMet CompletionsReached",
        "Complete CompletionsReached");
  }

  @Test
  void aFinishedJobGoesAfterItsTimeToLive() {
    run("exit 0", spec -> spec.setTtlSecondsAfterFinished(0));

    await().until(() -> job() == null && cluster.client().pods().list().getItems().isEmpty());
  }

  @Test
  void configMapsAreLaidOutAsKubeletDoes() {
    cluster
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("revisions")
                .withNamespace("default")
                .endMetadata()
                .withData(Map.of("a.sql", "select 1"))
                .withBinaryData(Map.of("b.gz", "AAE="))
                .build())
        .create();
    var job = Serialization.unmarshal(JOB, Job.class);
    var spec = job.getSpec().getTemplate().getSpec();
    spec.getVolumes()
        .set(
            0,
            Serialization.unmarshal(
                "--- {name: database, configMap: {name: revisions}}",
                io.fabric8.kubernetes.api.model.Volume.class));
    spec.getContainers()
        .getFirst()
        .setArgs(List.of("ls -A /athanor/database; wc -c < /athanor/database/b.gz"));
    cluster.client().resource(job).create();

    awaitConditions("SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
    assertThat(log().lines().map(String::strip))
        .containsExactly("..2026_01_01_00_00_00.000000001", "..data", "a.sql", "b.gz", "2");
  }

  private void run(String script) {
    run(script, _ -> {});
  }

  private void run(String script, Consumer<JobSpec> change) {
    var job = Serialization.unmarshal(JOB, Job.class);
    job.getSpec().getTemplate().getSpec().getContainers().getFirst().setArgs(List.of(script));
    change.accept(job.getSpec());
    cluster.client().resource(job).create();
  }

  private void secret(String name, Map<String, String> data) {
    cluster
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withStringData(data)
                .build())
        .serverSideApply();
  }

  private Job job() {
    return cluster.client().batch().v1().jobs().withName("migrate").get();
  }

  private Pod pod() {
    return cluster.client().pods().list().getItems().stream().findFirst().orElse(null);
  }

  /** The log of the latest pod. */
  private String log() {
    return kubelet.pods().isEmpty() ? "" : kubelet.log(kubelet.pods().getLast());
  }

  private static String message(Pod pod) {
    return pod.getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated()
        .getMessage();
  }

  private void awaitConditions(String... expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(job().getStatus().getConditions())
                    .extracting(condition -> condition.getType() + " " + condition.getReason())
                    .containsExactly(expected));
  }
}
