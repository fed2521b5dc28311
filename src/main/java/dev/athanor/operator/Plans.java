package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.PlanDocument;
import dev.athanor.api.PlanText;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Shows a plan to people: in a ConfigMap beside the resource, which goes with it. There is one for
 * each resource, with its last plan.
 */
final class Plans {
  /** With that much SQL a ConfigMap has room for the rest. */
  static final String SQL_LIMIT_KIB = "512";

  /** The SQL again, as JSON escapes it, and what else a pod may say. */
  private static final int LOG_BYTES = 4 << 20;

  private static final int TEXT_BYTES = 900 << 10;
  private static final int PREFIX = 200;

  private final KubernetesClient client;

  Plans(KubernetesClient client) {
    this.client = client;
  }

  /** Derived from the uid, so that it is nobody else's. */
  static String configMap(DatabaseMigration resource) {
    var metadata = resource.getMetadata();
    var name = metadata.getName().toLowerCase(Locale.ROOT);
    var prefix = name.length() <= PREFIX ? name : name.substring(0, PREFIX);
    return prefix + "-plan-" + Digests.brief(List.of(metadata.getUid()));
  }

  /** Writes down what a Job has planned. */
  void show(DatabaseMigration resource, JobView job) {
    var metadata = resource.getMetadata();
    var shown =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(configMap(resource))
            .withNamespace(metadata.getNamespace())
            .addToLabels(Names.MANAGED_BY, Names.MANAGER)
            .addToLabels(Names.UID, metadata.getUid())
            .withOwnerReferences(Ours.owner(resource))
            .endMetadata()
            .addToData("plan.sql", text(metadata.getNamespace(), job))
            .build();
    client
        .resource(shown)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Names.FIELD_MANAGER)
                .withForce(true)
                .build());
  }

  private String text(String namespace, JobView job) {
    try {
      return PlanDocument.find(log(namespace, job))
          .map(PlanText::of)
          .map(Plans::fitting)
          .orElseGet(() -> absent(job, "there is none in its log"));
    } catch (KubernetesClientException e) {
      return absent(job, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private String log(String namespace, JobView job) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(Names.JOB_NAME, job.name())
        .list()
        .getItems()
        .stream()
        .max(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()))
        .map(
            pod ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withName(pod.getMetadata().getName())
                    .inContainer(Names.CONTAINER)
                    .limitBytes(LOG_BYTES)
                    .getLog())
        .orElse("");
  }

  /** The hash is over the whole plan, so that it can be read elsewhere and approved here. */
  private static String absent(JobView job, String why) {
    return "-- The SQL could not be read from the pod of Job %s: %s%n-- athanor plan %s %s shows it, with the same hash.%n"
        .formatted(job.name(), why, job.assignment().operation(), job.assignment().target());
  }

  private static String fitting(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= TEXT_BYTES
        ? text
        : new String(bytes, 0, TEXT_BYTES, StandardCharsets.UTF_8)
            + "%n-- left out: the rest of the plan; athanor plan shows all of it%n".formatted();
  }
}
