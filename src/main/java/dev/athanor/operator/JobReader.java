package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.OperationResult;
import dev.athanor.api.Times;
import dev.athanor.operator.JobView.Assignment;
import dev.athanor.operator.JobView.Exit;
import dev.athanor.operator.JobView.State;
import dev.athanor.operator.JobView.Waiting;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a Job and its pods for what matters of them. Pure. */
final class JobReader {
  /** The kubelet's words for a pod that is on its way: nothing to tell anybody. */
  private static final Set<String> ON_ITS_WAY = Set.of("ContainerCreating", "PodInitializing");

  private JobReader() {}

  /**
   * The Job as decisions see it.
   *
   * @param pods of this Job
   * @param warnings notes of Warning events about the Job and its pods, the newest first
   */
  static JobView read(Job job, List<Pod> pods, List<Warning> warnings) {
    return new JobView(
        job.getMetadata().getName(),
        time(job.getMetadata().getCreationTimestamp()),
        assignment(job),
        state(job, pods, warnings),
        Ours.released(job));
  }

  /**
   * A pod at work whose Job somebody has deleted: as long as it runs, it is as good as the Job, and
   * no other may be made.
   */
  static Optional<JobView> leftBehind(String jobName, Pod pod) {
    var running = container(pod).map(ContainerStatus::getState).map(it -> it.getRunning());
    return running.map(
        _ ->
            new JobView(
                jobName,
                created(pod),
                assignment(pod),
                new State.Active(true, Optional.empty(), JobLog.SILENT),
                false));
  }

  /** A Warning event about the Job or one of its pods. */
  record Warning(String reason, String note) {}

  /** Whether a Job is complete or failed. */
  static boolean finished(Job job) {
    return condition(job, "Complete").isPresent() || condition(job, "Failed").isPresent();
  }

  /** Whether any of the pods has left a result. */
  static boolean hasExit(List<Pod> pods) {
    return exit(pods).isPresent();
  }

  private static Assignment assignment(HasMetadata object) {
    var annotations = JobBuilder.orEmpty(object.getMetadata().getAnnotations());
    return new Assignment(
        annotations.getOrDefault(Names.OPERATION, "upgrade"),
        annotations.getOrDefault(Names.TARGET, "head"),
        number(annotations, Names.GENERATION),
        annotations.getOrDefault(Names.DIGEST, ""),
        (int) Math.max(1, number(annotations, Names.ATTEMPT)),
        Optional.ofNullable(annotations.get(Names.RECONCILE_AT)),
        annotations.containsKey(Names.PLANNING),
        Optional.ofNullable(annotations.get(Names.PLAN)));
  }

  private static long number(Map<String, String> annotations, String name) {
    var text = annotations.getOrDefault(name, "0");
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }

  private static State state(Job job, List<Pod> pods, List<Warning> warnings) {
    return condition(job, "Complete")
        .map(it -> finished(true, it, pods))
        .or(() -> condition(job, "Failed").map(it -> finished(false, it, pods)))
        .orElseGet(() -> active(job, pods, warnings));
  }

  private static State finished(boolean complete, JobCondition condition, List<Pod> pods) {
    return new State.Finished(
        complete,
        Objects.requireNonNullElse(condition.getReason(), complete ? "Complete" : "Failed"),
        time(condition.getLastTransitionTime()),
        exit(pods));
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(it -> type.equals(it.getType()) && "True".equals(it.getStatus()))
            .findFirst();
  }

  /** The last pod that left a result of ours, or else the last that ended. */
  private static Optional<Exit> exit(List<Pod> pods) {
    var exits =
        pods.stream()
            .sorted(Comparator.comparing(JobReader::created))
            .flatMap(pod -> container(pod).stream())
            .flatMap(JobReader::terminated)
            .map(JobReader::exit)
            .toList();
    return exits.reversed().stream()
        .filter(exit -> exit.result().isPresent())
        .findFirst()
        .or(() -> exits.reversed().stream().findFirst());
  }

  private static Instant created(Pod pod) {
    return time(pod.getMetadata().getCreationTimestamp());
  }

  private static Exit exit(ContainerStateTerminated ended) {
    return new Exit(
        Objects.requireNonNullElse(ended.getExitCode(), -1),
        Objects.requireNonNullElse(ended.getReason(), "Error"),
        OperationResult.parse(ended.getMessage()));
  }

  private static Optional<ContainerStatus> container(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(it -> Names.CONTAINER.equals(it.getName()))
            .findFirst();
  }

  private static Stream<ContainerStateTerminated> terminated(ContainerStatus container) {
    return container.getState() == null
        ? Stream.empty()
        : Stream.ofNullable(container.getState().getTerminated());
  }

  private static State active(Job job, List<Pod> pods, List<Warning> warnings) {
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return new State.Active(
          false,
          Optional.of(
              new Waiting(
                  ConditionReason.QUEUED.id(), "it is suspended, as a queue like Kueue does")),
          JobLog.SILENT);
    }
    if (pods.stream().anyMatch(JobReader::started)) {
      return new State.Active(true, Optional.empty(), JobLog.SILENT);
    }
    return new State.Active(false, waiting(pods, warnings), JobLog.SILENT);
  }

  private static boolean started(Pod pod) {
    return container(pod)
        .map(ContainerStatus::getState)
        .filter(state -> state.getRunning() != null || state.getTerminated() != null)
        .isPresent();
  }

  /** The pod whose program has been at work since before this moment, if there is one. */
  static Optional<Pod> workingSince(Instant moment, List<Pod> pods) {
    return pods.stream()
        .filter(
            pod ->
                container(pod)
                    .map(ContainerStatus::getState)
                    .flatMap(state -> Optional.ofNullable(state.getRunning()))
                    .flatMap(running -> Times.parse(running.getStartedAt()))
                    .filter(started -> !started.isAfter(moment))
                    .isPresent())
        .findFirst();
  }

  private static Optional<Waiting> waiting(List<Pod> pods, List<Warning> warnings) {
    return pods.stream()
        .flatMap(JobReader::waiting)
        .findFirst()
        .or(() -> warning(warnings, "FailedMount", ConditionReason.FAILED_MOUNT))
        .or(() -> warning(warnings, "FailedCreate", ConditionReason.FAILED_CREATE));
  }

  private static Stream<Waiting> waiting(Pod pod) {
    return Stream.concat(
        container(pod).stream()
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .flatMap(state -> Stream.ofNullable(state.getWaiting()))
            .filter(it -> it.getReason() != null && !ON_ITS_WAY.contains(it.getReason()))
            .map(it -> new Waiting(it.getReason(), text(it.getReason(), it.getMessage()))),
        conditions(pod)
            .filter(it -> "PodScheduled".equals(it.getType()) && "False".equals(it.getStatus()))
            .filter(it -> ConditionReason.UNSCHEDULABLE.id().equals(it.getReason()))
            .map(it -> new Waiting(it.getReason(), text(it.getReason(), it.getMessage()))));
  }

  private static Stream<PodCondition> conditions(Pod pod) {
    return pod.getStatus() == null ? Stream.empty() : pod.getStatus().getConditions().stream();
  }

  private static Optional<Waiting> warning(
      List<Warning> warnings, String reason, ConditionReason ours) {
    return warnings.stream()
        .filter(it -> it.reason().equals(reason))
        .findFirst()
        .map(it -> new Waiting(ours.id(), text(reason, it.note())));
  }

  private static String text(String reason, @org.jspecify.annotations.Nullable String message) {
    return message == null || message.isBlank() ? reason : message;
  }

  private static Instant time(@org.jspecify.annotations.Nullable String timestamp) {
    return Times.parse(timestamp).orElse(Instant.EPOCH);
  }
}
