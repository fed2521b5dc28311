package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the caches keep. */
class CachedTest {
  @Test
  void the_content_of_a_config_map_is_gone_from_the_very_object() {
    var given =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("orders-revisions")
            .withResourceVersion("7")
            .addToLabels("app", "orders")
            .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", "all of it")
            .endMetadata()
            .withData(Map.of("a1.sql", "all of it"))
            .withBinaryData(Map.of("b2.sql.gz", "YWxs"))
            .build();

    Cached.of(given);

    assertThat(given)
        .isEqualTo(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("orders-revisions")
                .withResourceVersion("7")
                .addToLabels("app", "orders")
                .endMetadata()
                .build());
  }

  @Test
  void of_a_pod_there_is_left_what_is_ours() {
    var given =
        new PodBuilder()
            .withNewMetadata()
            .withName("orders-1-abcde")
            .addToLabels(Map.of(Names.UID, "1", Names.JOB_NAME, "orders-1", "mesh", "on"))
            .addToAnnotations(Map.of(Names.MIGRATION, "orders", "network/status", "[…]"))
            .endMetadata()
            .withNewStatus()
            .addNewContainerStatus()
            .withName("sidecar")
            .endContainerStatus()
            .addNewContainerStatus()
            .withName(Names.CONTAINER)
            .endContainerStatus()
            .addNewCondition()
            .withType("Initialized")
            .endCondition()
            .addNewCondition()
            .withType("PodScheduled")
            .endCondition()
            .endStatus()
            .build();

    Cached.of(given);

    assertThat(given)
        .isEqualTo(
            new PodBuilder()
                .withNewMetadata()
                .withName("orders-1-abcde")
                .addToLabels(Map.of(Names.UID, "1", Names.JOB_NAME, "orders-1"))
                .addToAnnotations(Map.of(Names.MIGRATION, "orders"))
                .endMetadata()
                .withNewStatus()
                .addNewContainerStatus()
                .withName(Names.CONTAINER)
                .endContainerStatus()
                .addNewCondition()
                .withType("PodScheduled")
                .endCondition()
                .endStatus()
                .build());
  }
}
