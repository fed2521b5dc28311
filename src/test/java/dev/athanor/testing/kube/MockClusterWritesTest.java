package dev.athanor.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a custom resource's writes come out. */
class MockClusterWritesTest {
  private final MockCluster cluster = MockCluster.start();
  private final Widgets widgets = new Widgets(cluster);
  private final KubernetesClient client = cluster.client();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aCustomResourceIsDefaultedPrunedAndChecked() {
    var widget = widgets.create("{spec: {size: 3, unknown: x}}");

    assertThat(Widgets.field(widget, "spec", "colour")).isEqualTo("gold");
    assertThat(Widgets.field(widget, "spec", "unknown")).isNull();
    assertThat(Widgets.field(widget, "status", "observedGeneration")).isEqualTo(-1);
    assertThatThrownBy(() -> widgets.apply("w", "{spec: {size: 11}}", "me"))
        .hasMessageContaining("spec.size");
    assertThatThrownBy(() -> widgets.apply("other", "{metadata: {finalizers: [a/b]}}", "me"))
        .hasMessageContaining("spec: Required value");
  }

  @Test
  void theGenerationCountsChangesOfTheSpecOnly() {
    var created = widgets.create("{spec: {size: 1}}");
    var labelled = widgets.patch("{metadata: {labels: {a: b}}}");
    var resized = widgets.patch("{spec: {size: 2}}");
    var observed = widgets.applyStatus("{status: {observedGeneration: 2}}", "me");

    assertThat(List.of(created, labelled, resized, observed))
        .extracting(widget -> widget.getMetadata().getGeneration())
        .containsExactly(1L, 1L, 2L, 2L);
    assertThat(List.of(created, labelled, resized, observed))
        .extracting(widget -> Long.parseLong(widget.getMetadata().getResourceVersion()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void statusAndTheRestAreWrittenApart() {
    widgets.create("{spec: {size: 1}, status: {note: ignored}}");
    widgets.patch("{spec: {size: 2}, status: {note: ignored}}");
    var applied = widgets.applyStatus("{spec: {size: 9}, status: {note: kept}}", "me");

    assertThat(Widgets.field(applied, "spec", "size")).isEqualTo(2);
    assertThat(Widgets.field(applied, "status", "note")).isEqualTo("kept");
  }

  @Test
  void whatItsManagerNoLongerAppliesIsRemoved() {
    widgets.create("{spec: {size: 1}}");
    widgets.applyStatus(
        "{status: {note: x, conditions: [{type: Ready, status: 'False', reason: A}, {type: Stalled, status: 'True'}]}}",
        "me");
    widgets.applyStatus("{status: {conditions: [{type: Mine, status: 'True'}]}}", "other");
    var last = widgets.applyStatus("{status: {conditions: [{type: Ready, status: 'True'}]}}", "me");

    assertThat(Widgets.field(last, "status", "note")).isNull();
    assertThat(Widgets.field(last, "status", "conditions"))
        .isEqualTo(
            List.of(
                Map.of("type", "Ready", "status", "True"),
                Map.of("type", "Mine", "status", "True")));
  }

  @Test
  void applyingTheSameTwiceWritesNothing() {
    widgets.create("{spec: {size: 1}}");
    var once = widgets.applyStatus("{status: {note: x}}", "me");
    var twice = widgets.applyStatus("{status: {note: x}}", "me");

    assertThat(twice.getMetadata().getResourceVersion())
        .isEqualTo(once.getMetadata().getResourceVersion());
  }

  @Test
  void anAppliedFieldIsItsManagersUntilForced() {
    widgets.apply("w", "{spec: {size: 1}}", "me");
    var taken = widgets.apply("w", "{spec: {size: 2}}", "you");

    assertThat(Widgets.field(taken, "spec", "size")).isEqualTo(2);
    assertThatThrownBy(
            () ->
                client
                    .resource(Widgets.widget("w", "{spec: {size: 3}}"))
                    .patch(
                        new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("they")
                            .build()))
        .hasMessageContaining("conflict");
  }

  @Test
  void aMergePatchReplacesArraysAndRemovesNulls() {
    widgets.create("{spec: {tags: [a, b], size: 1}}");
    var patched = widgets.patch("{spec: {tags: [c], size: null}}");

    assertThat(Widgets.field(patched, "spec", "tags")).isEqualTo(List.of("c"));
    assertThat(Widgets.field(patched, "spec", "size")).isNull();
  }
}
