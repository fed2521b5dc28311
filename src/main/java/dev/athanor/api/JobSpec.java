package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the Job's pod is shaped: what is asked for most; the rest through {@code podTemplate}.
 *
 * @param serviceAccountName absent: none, and no token in the pod
 * @param image absent: the operator's own
 * @param imagePullPolicy absent: the operator's own
 * @param imagePullSecrets names of Secrets
 * @param resources requests and limits; absent: small ones
 * @param nodeSelector labels of the nodes that may run the pod
 * @param tolerations taints that the pod bears
 * @param annotations added to the pod
 * @param labels added to the pod
 * @param priorityClassName the pod's priority
 * @param podTemplate a patch over the pod's template
 * @param ttl how long a Job that succeeded is kept
 * @param failedTtl how long a Job that failed is kept
 * @param successfulJobsHistoryLimit how many Jobs that succeeded are kept
 * @param failedJobsHistoryLimit how many Jobs that failed are kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobSpec(
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "The pod's service account, for cloud IAM. Without one the pod has no token.")
        @Nullable String serviceAccountName,
    @Size(min = 1, max = 1024)
        @JsonPropertyDescription("The image to run; absent: the one that the operator runs.")
        @Nullable String image,
    @JsonPropertyDescription("When the image is pulled.") @Nullable ImagePullPolicy imagePullPolicy,
    @Size(max = 16) @JsonPropertyDescription("Secrets for pulling the image.")
        @Nullable List<SecretReference> imagePullSecrets,
    @JsonPropertyDescription("Requests and limits; small ones where absent.")
        @Nullable JobResources resources,
    @Size(max = 32) @JsonPropertyDescription("Labels of the nodes that may run the pod.")
        @Nullable Map<String, @Size(max = 63) String> nodeSelector,
    @Size(max = 32) @JsonPropertyDescription("Taints that the pod tolerates.")
        @Nullable List<JobToleration> tolerations,
    @Size(max = 64) @JsonPropertyDescription("Annotations added to the pod.")
        @Nullable Map<String, @Size(max = 4096) String> annotations,
    @Size(max = 64) @JsonPropertyDescription("Labels added to the pod.")
        @Nullable Map<String, @Size(max = 63) String> labels,
    @Size(min = 1, max = 253) @JsonPropertyDescription("The pod's priority class.")
        @Nullable String priorityClassName,
    @PreserveUnknownFields
        @JsonPropertyDescription(
            "A strategic merge patch over the pod template (metadata and spec) that the operator"
                + " makes; the container is named athanor.")
        @Nullable ObjectNode podTemplate,
    @Default("1h")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How long a Job that succeeded is kept, with its log.")
        String ttl,
    @Default("72h")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How long a Job that failed is kept, with its log.")
        String failedTtl,
    @Default("3")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "How many Jobs that succeeded are kept, with their logs, the newest ones.")
        Integer successfulJobsHistoryLimit,
    @Default("3")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
            "How many Jobs that failed are kept, with their logs, the newest ones.")
        Integer failedJobsHistoryLimit) {

  /** What an empty object stands for. */
  public static final JobSpec DEFAULT =
      new JobSpec(
          null, null, null, null, null, null, null, null, null, null, null, "1h", "72h", 3, 3);

  /** Fills in the defaults. */
  public JobSpec {
    ttl = ttl == null ? "1h" : ttl;
    failedTtl = failedTtl == null ? "72h" : failedTtl;
    successfulJobsHistoryLimit =
        successfulJobsHistoryLimit == null ? 3 : successfulJobsHistoryLimit;
    failedJobsHistoryLimit = failedJobsHistoryLimit == null ? 3 : failedJobsHistoryLimit;
  }
}
