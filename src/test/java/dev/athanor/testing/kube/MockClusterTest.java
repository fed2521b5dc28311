package dev.athanor.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deletion, conflicts, Jobs, selectors, watches, counters. */
class MockClusterTest {
  private final MockCluster cluster = MockCluster.start();
  private final Widgets widgets = new Widgets(cluster);
  private final KubernetesClient client = cluster.client();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void anUnknownGroupIsNotFound() {
    cluster.client().resource(configMap("a", Map.of("k", "v"))).create();
    assertThatThrownBy(
            () ->
                client
                    .genericKubernetesResources("nowhere.dev/v1", "Nothing")
                    .inNamespace("default")
                    .list())
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void staleVersionsAndSecondCreationsConflict() {
    var first = client.resource(configMap("a", Map.of("k", "1"))).create();
    client.resource(configMap("a", Map.of("k", "2"))).update();

    assertThatThrownBy(() -> client.resource(first).update()).satisfies(MockClusterTest::is409);
    assertThatThrownBy(() -> client.resource(first).serverSideApply())
        .as("managedFields or a stale version are refused")
        .isInstanceOf(KubernetesClientException.class);
    assertThatThrownBy(() -> client.resource(configMap("a", Map.of())).create())
        .satisfies(MockClusterTest::is409)
        .hasMessageContaining("already exists");
  }

  @Test
  void deletionWaitsForFinalizersThenTakesWhatIsOwned() {
    var owner =
        widgets.apply("w", "{metadata: {finalizers: [test.dev/hold]}, spec: {size: 1}}", "me");
    var owned = configMap("owned", Map.of());
    owned.addOwnerReference(owner);
    client.resource(owned).create();

    client.resource(owner).delete();
    assertThat(widgets.get().getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(client.configMaps().withName("owned").get()).isNotNull();

    widgets.apply("w", "{spec: {size: 1}}", "me");
    assertThat(widgets.get()).isNull();
    assertThat(client.configMaps().withName("owned").get()).isNull();
  }

  @Test
  void foregroundDeletionTakesDependentsFirst() {
    var owner = widgets.create("{spec: {size: 1}}");
    var owned = configMap("owned", Map.of());
    owned.addOwnerReference(owner);
    owned.getMetadata().setFinalizers(List.of("test.dev/hold"));
    client.resource(owned).create();

    client.resource(owner).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
    assertThat(widgets.get().getMetadata().getFinalizers()).containsExactly("foregroundDeletion");

    client
        .configMaps()
        .withName("owned")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    assertThat(widgets.get()).isNull();
  }

  @Test
  void aJobsTemplateIsImmutable() {
    var job = client.resource(job("a", "one")).create();

    assertThat(job.getSpec().getBackoffLimit()).isEqualTo(6);
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("batch.kubernetes.io/job-name", "a");
    assertThatThrownBy(
            () ->
                client
                    .batch()
                    .v1()
                    .jobs()
                    .withName("a")
                    .edit(
                        before ->
                            new JobBuilder(before)
                                .editSpec()
                                .editTemplate()
                                .editSpec()
                                .editFirstContainer()
                                .withArgs("two")
                                .endContainer()
                                .endSpec()
                                .endTemplate()
                                .endSpec()
                                .build()))
        .hasMessageContaining("field is immutable");
    assertThat(
            client
                .batch()
                .v1()
                .jobs()
                .withName("a")
                .edit(
                    before ->
                        new JobBuilder(before)
                            .editSpec()
                            .withTtlSecondsAfterFinished(1)
                            .endSpec()
                            .build())
                .getMetadata()
                .getGeneration())
        .isEqualTo(2);
  }

  @Test
  void selectorsSelect() {
    for (var name : List.of("a", "b", "c")) {
      var map = configMap(name, Map.of());
      map.getMetadata().setLabels(Map.of("name", name));
      client.resource(map).create();
    }

    assertThat(client.configMaps().withLabelIn("name", "a", "b").list().getItems()).hasSize(2);
    assertThat(client.configMaps().withLabelNotIn("name", "a", "b").list().getItems()).hasSize(1);
    assertThat(client.configMaps().withLabel("name", "c").list().getItems()).hasSize(1);
    assertThat(client.configMaps().withoutLabel("name").list().getItems()).isEmpty();
    assertThat(client.configMaps().withField("metadata.name", "b").list().getItems()).hasSize(1);
  }

  @Test
  void aWatchSeesWhatItSelectsComeChangeAndGo() {
    var seen = new CopyOnWriteArrayList<String>();
    try (var watch =
        client
            .configMaps()
            .withLabel("seen", "yes")
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap map) {
                    seen.add(action + " " + map.getData());
                  }

                  @Override
                  public void onClose(WatcherException cause) {}
                })) {
      assertThat(watch).isNotNull();
      var map = configMap("a", Map.of("k", "1"));
      client.resource(map).create();
      map.getMetadata().setLabels(Map.of("seen", "yes"));
      client.resource(map).update();
      map.setData(Map.of("k", "2"));
      client.resource(map).update();
      cluster.dropWatches();
      map.getMetadata().setLabels(Map.of());
      client.resource(map).update();

      await().until(() -> seen.size() >= 3);
      assertThat(seen).containsExactly("ADDED {k=1}", "MODIFIED {k=2}", "DELETED {k=2}");
    }
  }

  @Test
  void writesAreCountedAndFaultsHitOnce() {
    cluster.forgetWrites();
    try (var operator = cluster.client("operator")) {
      cluster.failNext(1, "create", "configmaps", 500);
      assertThatThrownBy(() -> operator.resource(configMap("a", Map.of())).create())
          .hasMessageContaining("ordered by the test");
      operator.resource(configMap("a", Map.of())).create();
      client.configMaps().list();
    }

    assertThat(cluster.writesBy("operator"))
        .extracting(write -> write.verb() + " " + write.resource() + " " + write.code())
        .containsExactly("create configmaps 500", "create configmaps 201");
    assertThat(cluster.writesBy("test")).isEmpty();
  }

  private static void is409(Throwable thrown) {
    assertThat(((KubernetesClientException) thrown).getCode()).isEqualTo(409);
  }

  private static ConfigMap configMap(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static Job job(String name, String argument) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage("athanor")
        .withArgs(argument)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
