package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the caches keep of what they are told: what somebody here reads. With thousands of resources
 * the rest is most of the memory. It is taken out of the very object: until the first list is
 * whole, the informer holds on to all that it was given.
 */
final class Cached {
  /** How many objects a list asks for at once: so many are in memory whole, and no more. */
  static final long PAGE = 200;

  /** Each may be as large as a MiB, and is in memory several times while it is read. */
  static final long PAGE_OF_CONFIG_MAPS = 20;

  private Cached() {}

  /** Which version it is and how it is found. */
  static ConfigMap of(ConfigMap configMap) {
    configMap.setData(Map.of());
    configMap.setBinaryData(Map.of());
    // kubectl apply writes the content down once more here
    configMap.getMetadata().setAnnotations(Map.of());
    return withoutManagers(configMap);
  }

  /** What it was made to do, whether it is held back, and how far it is. */
  static Job of(Job job) {
    job.setSpec(new JobSpecBuilder().withSuspend(job.getSpec().getSuspend()).build());
    return withOurs(job);
  }

  /** Whose it is and how far it is. */
  static Pod of(Pod pod) {
    var status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
    pod.setSpec(null);
    pod.setStatus(
        new PodStatusBuilder()
            .withContainerStatuses(
                status.getContainerStatuses().stream()
                    .filter(it -> Names.CONTAINER.equals(it.getName()))
                    .toList())
            .withConditions(
                status.getConditions().stream()
                    .filter(it -> Names.SCHEDULED.equals(it.getType()))
                    .toList())
            .build());
    return withOurs(pod);
  }

  /** All of it but who has written what. */
  static DatabaseMigration of(DatabaseMigration resource) {
    return withoutManagers(resource);
  }

  /** Networks and meshes write on pods too, and not little. */
  private static <T extends HasMetadata> T withOurs(T object) {
    var metadata = object.getMetadata();
    metadata.setLabels(ours(metadata.getLabels()));
    metadata.setAnnotations(ours(metadata.getAnnotations()));
    return withoutManagers(object);
  }

  private static Map<String, String> ours(@Nullable Map<String, String> all) {
    return JobBuilder.orEmpty(all).entrySet().stream()
        .filter(it -> it.getKey().startsWith(Names.PREFIX) || it.getKey().equals(Names.JOB_NAME))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static <T extends HasMetadata> T withoutManagers(T object) {
    object.getMetadata().setManagedFields(List.of());
    return object;
  }
}
