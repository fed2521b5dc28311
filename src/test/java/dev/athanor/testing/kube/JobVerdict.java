package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.Objects;

/** What the end of a pod means for its Job, by the Job's podFailurePolicy and backoffLimit. */
sealed interface JobVerdict {
  /** All done. */
  record Complete() implements JobVerdict {}

  /** Given up for good, with the Job's reason. */
  record Failed(String reason, String message) implements JobVerdict {}

  /** Another pod; {@code counted} when this one uses up one of the backoffLimit. */
  record Again(boolean counted) implements JobVerdict {}

  /**
   * Judges.
   *
   * @param failedBefore pods that have failed and were counted
   */
  static JobVerdict of(JobSpec spec, Pod pod, PodEnd end, int failedBefore) {
    if (end.exitCode() == 0) {
      return new Complete();
    }
    var policy = spec.getPodFailurePolicy();
    if (policy != null) {
      var index = 0;
      for (var rule : policy.getRules()) {
        var why = match(rule, pod, end);
        if (!why.isEmpty()) {
          return switch (rule.getAction()) {
            case "Ignore" -> new Again(false);
            case "FailJob" ->
                new Failed("PodFailurePolicy", why + " matching FailJob rule at index " + index);
            default -> counted(spec, failedBefore);
          };
        }
        index++;
      }
    }
    return counted(spec, failedBefore);
  }

  private static JobVerdict counted(JobSpec spec, int failedBefore) {
    var limit = Objects.requireNonNullElse(spec.getBackoffLimit(), 6);
    return failedBefore + 1 > limit
        ? new Failed("BackoffLimitExceeded", "Job has reached the specified backoff limit")
        : new Again(true);
  }

  /** In words why the rule matches; empty when it does not. */
  private static String match(PodFailurePolicyRule rule, Pod pod, PodEnd end) {
    var name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    var codes = rule.getOnExitCodes();
    if (codes != null) {
      var container = pod.getSpec().getContainers().getFirst().getName();
      var ours = codes.getContainerName() == null || codes.getContainerName().equals(container);
      var in = codes.getValues().contains(end.exitCode());
      return ours && in == codes.getOperator().equals("In")
          ? "Container %s for pod %s failed with exit code %d"
              .formatted(container, name, end.exitCode())
          : "";
    }
    return end.disrupted()
            && rule.getOnPodConditions().stream()
                .anyMatch(condition -> condition.getType().equals("DisruptionTarget"))
        ? "Pod " + name + " has condition DisruptionTarget"
        : "";
  }
}
