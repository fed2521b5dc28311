package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One Job as its controller remembers it, and its status as the API has it. */
final class JobRun {
  private final KubernetesClient client;
  private final JobStatus status;
  private Job job;
  private Optional<Pod> pod = Optional.empty();
  private Optional<JobVerdict.Failed> failing = Optional.empty();
  private boolean waitingForRetry;

  JobRun(KubernetesClient client, Job job) {
    this.client = client;
    this.job = job;
    this.status = job.getStatus() == null ? new JobStatus() : job.getStatus();
    status.setConditions(new ArrayList<>(status.getConditions()));
  }

  Job job() {
    return job;
  }

  void observe(Job latest) {
    job = latest;
  }

  boolean isSuspended() {
    return Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  boolean isStarted() {
    return status.getStartTime() != null;
  }

  boolean isFinished() {
    return is("Complete") || is("Failed");
  }

  static boolean isFinished(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    List.of("Complete", "Failed").contains(condition.getType())
                        && condition.getStatus().equals("True"));
  }

  private boolean is(String type) {
    return status.getConditions().stream()
        .anyMatch(
            condition -> condition.getType().equals(type) && condition.getStatus().equals("True"));
  }

  Optional<Pod> pod() {
    return pod;
  }

  Optional<JobVerdict.Failed> failing() {
    return failing;
  }

  boolean mayStartPod() {
    return pod.isEmpty() && failing.isEmpty() && !waitingForRetry && !isFinished();
  }

  void waitForRetry(boolean waiting) {
    waitingForRetry = waiting;
  }

  int failed() {
    return status.getFailed() == null ? 0 : status.getFailed();
  }

  void start() {
    status.setStartTime(PodWriter.now());
    if (is("Suspended")) {
      set("Suspended", "False", "JobResumed", "Job resumed");
    }
    write();
  }

  void suspend() {
    if (!is("Suspended")) {
      set("Suspended", "True", "JobSuspended", "Job suspended");
      status.setStartTime(null);
      write();
    }
  }

  void podStarted(Pod started) {
    pod = Optional.of(started);
    status.setActive(1);
    status.setReady(0);
    write();
  }

  void podRunning() {
    status.setReady(1);
    write();
  }

  void podEnded(boolean succeeded, boolean counted) {
    pod = Optional.empty();
    status.setActive(0);
    status.setReady(0);
    if (succeeded) {
      status.setSucceeded(1);
    } else if (counted) {
      status.setFailed(failed() + 1);
    }
  }

  /** In the two steps of the real controller: first what it has come to, then that it is over. */
  void complete() {
    set(
        "SuccessCriteriaMet",
        "True",
        "CompletionsReached",
        "Reached expected number of succeeded pods");
    write();
    status.setCompletionTime(PodWriter.now());
    set("Complete", "True", "CompletionsReached", "Reached expected number of succeeded pods");
    write();
  }

  /** The first of the two steps of failing: from here on no pod is started. */
  void beginFailing(JobVerdict.Failed verdict) {
    failing = Optional.of(verdict);
    set("FailureTarget", "True", verdict.reason(), verdict.message());
    write();
  }

  void fail() {
    var verdict = failing.orElseThrow();
    set("Failed", "True", verdict.reason(), verdict.message());
    write();
  }

  private void set(String type, String value, String reason, String message) {
    status.getConditions().removeIf(condition -> condition.getType().equals(type));
    var now = PodWriter.now();
    status
        .getConditions()
        .add(
            new JobConditionBuilder()
                .withType(type)
                .withStatus(value)
                .withReason(reason)
                .withMessage(message)
                .withLastProbeTime(now)
                .withLastTransitionTime(now)
                .build());
  }

  void write() {
    Gone.ignored(
        () ->
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .editStatus(
                    current ->
                        // a namesake made since is another Job
                        current.getMetadata().getUid().equals(job.getMetadata().getUid())
                            ? new JobBuilder(current).withStatus(status).build()
                            : current));
  }
}
