package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes pods and what becomes of them, in the words of the real kubelet. */
final class PodWriter {
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final KubernetesClient client;

  PodWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Makes the Job's next pod, bound to our node already. */
  Pod create(Job job) {
    var template = job.getSpec().getTemplate();
    var labels = new HashMap<String, String>();
    var annotations = new HashMap<String, String>();
    if (template.getMetadata() != null) {
      labels.putAll(orEmpty(template.getMetadata().getLabels()));
      annotations.putAll(orEmpty(template.getMetadata().getAnnotations()));
    }
    var name = job.getMetadata().getName();
    var suffix = Integer.toString(36 * 36 * 36 * 36 + COUNTER.incrementAndGet(), 36);
    return client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name + "-" + suffix)
                .withNamespace(job.getMetadata().getNamespace())
                .withLabels(labels)
                .withAnnotations(annotations)
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(name)
                .withUid(job.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withNodeName("stand-in")
                .endSpec()
                .build())
        .create();
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  void waiting(Pod pod, String reason, String message) {
    var state =
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason(reason)
            .withMessage(message.isEmpty() ? null : message)
            .endWaiting()
            .build();
    write(pod, "Pending", state, false);
  }

  void running(Pod pod) {
    var state = new ContainerStateBuilder().withNewRunning(now()).build();
    write(pod, "Running", state, false);
  }

  void ended(Pod pod, PodEnd end) {
    var state =
        new ContainerStateBuilder()
            .withNewTerminated()
            .withExitCode(end.exitCode())
            .withReason(end.exitCode() == 0 ? "Completed" : "Error")
            .withMessage(end.message().isEmpty() ? null : end.message())
            .withFinishedAt(now())
            .endTerminated()
            .build();
    write(pod, end.exitCode() == 0 ? "Succeeded" : "Failed", state, end.disrupted());
  }

  private void write(Pod pod, String phase, ContainerState state, boolean disrupted) {
    var container = pod.getSpec().getContainers().getFirst();
    Gone.ignored(
        () ->
            client
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(
                    current -> {
                      var status = new PodBuilder(current).editOrNewStatus();
                      if (current.getStatus() == null
                          || current.getStatus().getStartTime() == null) {
                        status.withStartTime(now());
                      }
                      if (disrupted) {
                        status
                            .addNewCondition()
                            .withType("DisruptionTarget")
                            .withStatus("True")
                            .withReason("TerminationByKubelet")
                            .withLastTransitionTime(now())
                            .endCondition();
                      }
                      return status
                          .withPhase(phase)
                          .withContainerStatuses()
                          .addNewContainerStatus()
                          .withName(container.getName())
                          .withImage(container.getImage())
                          .withImageID("")
                          .withRestartCount(0)
                          .withReady(phase.equals("Running"))
                          .withStarted(phase.equals("Running"))
                          .withState(state)
                          .endContainerStatus()
                          .endStatus()
                          .build();
                    }));
  }

  /** A Warning event about a pod or a Job. */
  void warn(HasMetadata about, String reason, String message) {
    var metadata = about.getMetadata();
    var at = now();
    Gone.ignored(
        () ->
            client
                .resource(
                    new EventBuilder()
                        .withNewMetadata()
                        .withGenerateName(metadata.getName() + ".")
                        .withNamespace(metadata.getNamespace())
                        .endMetadata()
                        .withNewInvolvedObject()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withName(metadata.getName())
                        .withNamespace(metadata.getNamespace())
                        .withUid(metadata.getUid())
                        .endInvolvedObject()
                        .withType("Warning")
                        .withReason(reason)
                        .withMessage(message)
                        .withFirstTimestamp(at)
                        .withLastTimestamp(at)
                        .withCount(1)
                        .withNewSource("kubelet", "stand-in")
                        .withReportingComponent("kubelet")
                        .withReportingInstance("stand-in")
                        .build())
                .create());
  }

  /** Deletes with the pod's own grace: the node is told to end it first. */
  void delete(Pod pod) {
    Gone.ignored(() -> client.resource(pod).delete());
  }

  /** Confirms that nothing runs any more: the pod may go. */
  void confirmDeleted(Pod pod) {
    Gone.ignored(() -> client.resource(pod).withGracePeriod(0).delete());
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
