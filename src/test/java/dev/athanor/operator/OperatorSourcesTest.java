package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ConfigMapSelector;
import dev.athanor.api.ImageSource;
import dev.athanor.api.RevisionsSpec;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where revisions and targets come from. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorSourcesTest {
  private static final Map<String, String> LABELS = Map.of("revisions-of", "orders");

  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void labelled(String name, String id, String before, Map<String, String> labels) {
    scene
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(OperatorScene.NAMESPACE)
                .withLabels(labels)
                .endMetadata()
                .addToData(id + ".sql", OperatorScene.file(id, before))
                .build())
        .createOr(it -> it.update());
  }

  private void value(String name, String key, String value) {
    scene
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(OperatorScene.NAMESPACE)
                .endMetadata()
                .addToData(key, value)
                .build())
        .createOr(it -> it.update());
  }

  private static RevisionsSpec selected() {
    return new RevisionsSpec(null, new ConfigMapSelector(LABELS), null);
  }

  @Test
  void configmaps_are_found_by_their_labels() {
    scene.create(it -> it.revisions(selected()));
    scene.until("ConfigMapNotFound");

    labelled("one", "a1", "", LABELS);
    labelled("stranger", "x1", "", Map.of());
    scene.untilCurrent("a1");
    labelled("two", "b2", "a1", LABELS);

    scene.untilCurrent("b2");
    assertThat(scene.now().getStatus().source().revisions()).isEqualTo(2);
  }

  @Test
  void a_configmap_that_loses_its_label_is_in_the_set_no_more() {
    labelled("one", "a1", "", LABELS);
    labelled("two", "b2", "a1", LABELS);
    scene.create(it -> it.revisions(selected()));
    scene.untilCurrent("b2");

    labelled("two", "b2", "a1", Map.of());

    scene.until("DowngradeForbidden");
  }

  @Test
  void binary_data_is_read_as_data_is() {
    scene
        .client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("orders-revisions")
                .withNamespace(OperatorScene.NAMESPACE)
                .endMetadata()
                .addToBinaryData(
                    "a1.sql",
                    Base64.getEncoder()
                        .encodeToString(
                            OperatorScene.file("a1", "").getBytes(StandardCharsets.UTF_8)))
                .build())
        .create();
    scene.create(it -> it);

    scene.untilCurrent("a1");
  }

  @Test
  void a_promotion_is_one_configmap() {
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    value("stage", "orders", "a1\n");
    scene.create(it -> it.targetFrom("stage", "orders"));
    scene.untilCurrent("a1");

    value("stage", "orders", "b2");

    var done = scene.untilCurrent("b2");
    assertThat(done.getStatus().target().expression()).isEqualTo("b2");
  }

  @Test
  void a_target_that_is_not_there_yet_is_waited_for() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.targetFrom("stage", "orders"));
    assertThat(OperatorScene.message(scene.until("ConfigMapNotFound"))).contains("stage");

    value("stage", "other", "a1");
    assertThat(OperatorScene.message(scene.until("ConfigMapKeyNotFound"))).contains("orders");
    value("stage", "orders", "head");

    scene.untilCurrent("a1");
  }

  @Test
  void a_target_that_counts_cannot_be_followed() {
    scene.revisions("orders-revisions", "a1");
    value("stage", "orders", "+1");
    scene.create(it -> it.targetFrom("stage", "orders"));

    assertThat(OperatorScene.message(scene.until("InvalidConfiguration"))).contains("'+1'");
    assertThat(scene.jobs()).isEmpty();
  }

  @Test
  void an_image_is_mounted_and_looked_into_by_the_job() {
    var image = "registry.example/revisions@sha256:" + "0".repeat(64);
    scene.create(
        it -> it.revisions(new RevisionsSpec(null, null, new ImageSource(image, null, "sql"))));

    scene.until("ImageVolumesUnsupported");
    assertThat(scene.jobs()).isEmpty();
  }

  @Test
  void an_edit_of_what_is_applied_makes_one_job_that_looks() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it);
    scene.untilCurrent("b2");

    var edited = OperatorScene.line("orders-revisions", "a1", "b2");
    edited.getData().merge("a1.sql", "\n-- edited", String::concat);
    scene.client.resource(edited).update();

    await().until(() -> scene.jobs().size() == 2);
    scene.untilCurrent("b2");
    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(2);
  }
}
