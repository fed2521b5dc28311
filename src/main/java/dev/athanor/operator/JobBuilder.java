package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.Durations;
import dev.athanor.api.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The Job for one attempt. It has no owner until it is done: {@link Acting#release}. */
final class JobBuilder {
  private final DatabaseMigration resource;
  private final Attempt attempt;
  private final OperatorSettings settings;

  private JobBuilder(DatabaseMigration resource, Attempt attempt, OperatorSettings settings) {
    this.resource = resource;
    this.attempt = attempt;
    this.settings = settings;
  }

  /**
   * Builds it.
   *
   * @throws IllegalArgumentException when {@code spec.job.podTemplate} is no pod template
   */
  static Job build(DatabaseMigration resource, Attempt attempt, OperatorSettings settings) {
    return new JobBuilder(resource, attempt, settings).job();
  }

  private Job job() {
    var wanted = resource.getSpec().job();
    var template =
        new PodTemplate(resource, attempt, settings).build(podLabels(), podAnnotations());
    return new io.fabric8.kubernetes.api.model.batch.v1.JobBuilder()
        .withNewMetadata()
        .withName(attempt.jobName())
        .withNamespace(resource.getMetadata().getNamespace())
        .withLabels(labels())
        .withAnnotations(annotations())
        .endMetadata()
        .withNewSpec()
        .withCompletions(1)
        .withParallelism(1)
        // a retry is a new Job with an attempt of its own: its result is read before the next
        .withBackoffLimit(0)
        // two pods at once are the hazard
        .withPodReplacementPolicy("Failed")
        .withPodFailurePolicy(failurePolicy())
        .withActiveDeadlineSeconds(deadline())
        .withTemplate(StrategicMerge.into(template, wanted.podTemplate(), podLabels(), identity()))
        .endSpec()
        .build();
  }

  private static PodFailurePolicy failurePolicy() {
    var codes = IntStream.concat(IntStream.of(2), IntStream.rangeClosed(10, 19)).boxed().toList();
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .endRule()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName(Names.CONTAINER)
        .withOperator("In")
        .withValues(codes)
        .endOnExitCodes()
        .endRule()
        .build();
  }

  private @org.jspecify.annotations.Nullable Long deadline() {
    var deadline = Durations.parse(resource.getSpec().activeDeadline());
    return deadline.isZero() ? null : deadline.toSeconds();
  }

  private Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    labels.put("app.kubernetes.io/name", "athanor-job");
    labels.put("app.kubernetes.io/instance", label(resource.getMetadata().getName()));
    labels.put("app.kubernetes.io/component", attempt.operation().id());
    labels.put(Names.MANAGED_BY, Names.MANAGER);
    labels.put(Names.UID, resource.getMetadata().getUid());
    return labels;
  }

  /** Ours last: the operator finds the pod by them. */
  private Map<String, String> podLabels() {
    var labels = new LinkedHashMap<String, String>(orEmpty(resource.getSpec().job().labels()));
    labels.putAll(labels());
    return labels;
  }

  private Map<String, String> podAnnotations() {
    var annotations = new TreeMap<String, String>();
    annotations.put("cluster-autoscaler.kubernetes.io/safe-to-evict", "false");
    annotations.put("karpenter.sh/do-not-disrupt", "true");
    annotations.put("kubectl.kubernetes.io/default-container", Names.CONTAINER);
    annotations.putAll(orEmpty(resource.getSpec().job().annotations()));
    annotations.putAll(identity());
    return annotations;
  }

  private Map<String, String> identity() {
    return Map.of(Names.MIGRATION, resource.getMetadata().getName());
  }

  private Map<String, String> annotations() {
    var annotations = new TreeMap<String, String>();
    annotations.putAll(identity());
    annotations.put(Names.OPERATION, attempt.operation().id());
    annotations.put(Names.TARGET, attempt.target());
    annotations.put(Names.DIGEST, attempt.digest());
    annotations.put(Names.GENERATION, Long.toString(attempt.generation()));
    annotations.put(Names.ATTEMPT, Integer.toString(attempt.number()));
    if (attempt.planning()) {
      annotations.put(Names.PLANNING, "true");
    }
    attempt.approvedPlan().ifPresent(hash -> annotations.put(Names.PLAN, hash));
    attempt.reconcileAt().ifPresent(value -> annotations.put(Names.RECONCILE_AT, value));
    return annotations;
  }

  private static String label(String name) {
    var cut = name.length() <= 63 ? name : name.substring(0, 63);
    return cut.replaceAll("[^A-Za-z0-9]+$", "");
  }

  static Map<String, String> orEmpty(@org.jspecify.annotations.Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  /** How the Job's image is asked for. */
  static String image(JobSpec job, OperatorSettings settings) {
    return job.image() == null ? settings.image() : job.image();
  }
}
