package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;

/**
 * What the caches keep of what they are told: what somebody here reads. With thousands of resources
 * the rest is most of the memory.
 */
final class Cached {
  /** How many objects a list asks for at once: so many are in memory whole, and no more. */
  static final long PAGE = 200;

  /** Each may be as large as a MiB, and is in memory several times while it is read. */
  static final long PAGE_OF_CONFIG_MAPS = 20;

  private Cached() {}

  /** Which version it is and how it is found. */
  static ConfigMap of(ConfigMap configMap) {
    var metadata = configMap.getMetadata();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(metadata.getName())
        .withNamespace(metadata.getNamespace())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .withLabels(metadata.getLabels())
        .endMetadata()
        .build();
  }

  /** What it was made to do, whether it is held back, and how far it is. */
  static Job of(Job job) {
    return new JobBuilder()
        .withMetadata(of(job.getMetadata()))
        .withNewSpec()
        .withSuspend(job.getSpec().getSuspend())
        .endSpec()
        .withStatus(job.getStatus())
        .build();
  }

  /** Whose it is and how far it is. */
  static Pod of(Pod pod) {
    return new PodBuilder().withMetadata(of(pod.getMetadata())).withStatus(pod.getStatus()).build();
  }

  /** All of it but who has written what. */
  static DatabaseMigration of(DatabaseMigration resource) {
    resource.getMetadata().setManagedFields(List.of());
    return resource;
  }

  private static ObjectMeta of(ObjectMeta metadata) {
    return new ObjectMetaBuilder(metadata).withManagedFields().build();
  }
}
