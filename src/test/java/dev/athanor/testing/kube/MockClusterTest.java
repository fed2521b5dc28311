package dev.athanor.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockClusterTest {
  private static final ResourceDefinitionContext WIDGETS =
      new ResourceDefinitionContext.Builder()
          .withGroup("test.dev")
          .withVersion("v1")
          .withKind("Widget")
          .withPlural("widgets")
          .withNamespaced(true)
          .build();

  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: widgets.test.dev}
      spec:
        group: test.dev
        scope: Namespaced
        names: {plural: widgets, kind: Widget}
        versions:
          - name: v1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                required: [spec]
                properties:
                  spec:
                    type: object
                    properties:
                      size: {type: integer, maximum: 10}
                      colour: {type: string, default: gold}
                      tags: {type: array, items: {type: string}}
                  status:
                    type: object
                    default: {observedGeneration: -1}
                    properties:
                      observedGeneration: {type: integer}
                      note: {type: string}
                      conditions: {type: array, items: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  private MockCluster cluster;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    cluster = MockCluster.start();
    cluster.registerCrd(CRD);
    client = cluster.client();
  }

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
  void aCustomResourceIsDefaultedPrunedAndChecked() {
    var widget = create("{spec: {size: 3, unknown: x}}");

    assertThat(field(widget, "spec", "colour")).isEqualTo("gold");
    assertThat(field(widget, "spec", "unknown")).isNull();
    assertThat(field(widget, "status", "observedGeneration")).isEqualTo(-1);
    assertThatThrownBy(() -> apply("w", "{spec: {size: 11}}", "me"))
        .hasMessageContaining("spec.size");
    assertThatThrownBy(() -> apply("other", "{metadata: {finalizers: [a/b]}}", "me"))
        .hasMessageContaining("spec: Required value");
  }

  @Test
  void theGenerationCountsChangesOfTheSpecOnly() {
    var created = create("{spec: {size: 1}}");
    var labelled = patch("{metadata: {labels: {a: b}}}");
    var resized = patch("{spec: {size: 2}}");
    var observed = applyStatus("{status: {observedGeneration: 2}}", "me");

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
    create("{spec: {size: 1}, status: {note: ignored}}");
    patch("{spec: {size: 2}, status: {note: ignored}}");
    var applied = applyStatus("{spec: {size: 9}, status: {note: kept}}", "me");

    assertThat(field(applied, "spec", "size")).isEqualTo(2);
    assertThat(field(applied, "status", "note")).isEqualTo("kept");
  }

  @Test
  void whatItsManagerNoLongerAppliesIsRemoved() {
    create("{spec: {size: 1}}");
    applyStatus(
        "{status: {note: x, conditions: [{type: Ready, status: 'False', reason: A}, {type: Stalled, status: 'True'}]}}",
        "me");
    applyStatus("{status: {conditions: [{type: Mine, status: 'True'}]}}", "other");
    var last = applyStatus("{status: {conditions: [{type: Ready, status: 'True'}]}}", "me");

    assertThat(field(last, "status", "note")).isNull();
    assertThat(field(last, "status", "conditions"))
        .isEqualTo(
            List.of(
                Map.of("type", "Ready", "status", "True"),
                Map.of("type", "Mine", "status", "True")));
  }

  @Test
  void applyingTheSameTwiceWritesNothing() {
    create("{spec: {size: 1}}");
    var once = applyStatus("{status: {note: x}}", "me");
    var twice = applyStatus("{status: {note: x}}", "me");

    assertThat(twice.getMetadata().getResourceVersion())
        .isEqualTo(once.getMetadata().getResourceVersion());
  }

  @Test
  void anAppliedFieldIsItsManagersUntilForced() {
    apply("w", "{spec: {size: 1}}", "me");
    var taken = apply("w", "{spec: {size: 2}}", "you");

    assertThat(field(taken, "spec", "size")).isEqualTo(2);
    assertThatThrownBy(
            () ->
                client
                    .resource(widget("w", "{spec: {size: 3}}"))
                    .patch(
                        new PatchContext.Builder()
                            .withPatchType(PatchType.SERVER_SIDE_APPLY)
                            .withFieldManager("they")
                            .build()))
        .hasMessageContaining("conflict");
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
  void aMergePatchReplacesArraysAndRemovesNulls() {
    create("{spec: {tags: [a, b], size: 1}}");
    var patched = patch("{spec: {tags: [c], size: null}}");

    assertThat(field(patched, "spec", "tags")).isEqualTo(List.of("c"));
    assertThat(field(patched, "spec", "size")).isNull();
  }

  @Test
  void deletionWaitsForFinalizersThenTakesWhatIsOwned() {
    var owner = apply("w", "{metadata: {finalizers: [test.dev/hold]}, spec: {size: 1}}", "me");
    var owned = configMap("owned", Map.of());
    owned.addOwnerReference(owner);
    client.resource(owned).create();

    client.resource(owner).delete();
    assertThat(get().getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(client.configMaps().withName("owned").get()).isNotNull();

    apply("w", "{spec: {size: 1}}", "me");
    assertThat(get()).isNull();
    assertThat(client.configMaps().withName("owned").get()).isNull();
  }

  @Test
  void foregroundDeletionTakesDependentsFirst() {
    var owner = create("{spec: {size: 1}}");
    var owned = configMap("owned", Map.of());
    owned.addOwnerReference(owner);
    owned.getMetadata().setFinalizers(List.of("test.dev/hold"));
    client.resource(owned).create();

    client
        .resource(owner)
        .withPropagationPolicy(io.fabric8.kubernetes.api.model.DeletionPropagation.FOREGROUND)
        .delete();
    assertThat(get().getMetadata().getFinalizers()).containsExactly("foregroundDeletion");

    client
        .configMaps()
        .withName("owned")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
    assertThat(get()).isNull();
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

  private static GenericKubernetesResource widget(String name, String yaml) {
    var widget = Serialization.unmarshal("--- " + yaml, GenericKubernetesResource.class);
    widget.setApiVersion("test.dev/v1");
    widget.setKind("Widget");
    var metadata =
        widget.getMetadata() == null
            ? new io.fabric8.kubernetes.api.model.ObjectMeta()
            : widget.getMetadata();
    metadata.setName(name);
    metadata.setNamespace("default");
    widget.setMetadata(metadata);
    return widget;
  }

  private GenericKubernetesResource create(String yaml) {
    return widgets().resource(widget("w", yaml)).create();
  }

  private GenericKubernetesResource get() {
    return widgets().withName("w").get();
  }

  private io.fabric8.kubernetes.client.dsl.NonNamespaceOperation<
          GenericKubernetesResource,
          io.fabric8.kubernetes.api.model.GenericKubernetesResourceList,
          io.fabric8.kubernetes.client.dsl.Resource<GenericKubernetesResource>>
      widgets() {
    return client.genericKubernetesResources(WIDGETS).inNamespace("default");
  }

  private GenericKubernetesResource patch(String yaml) {
    var json = Serialization.asJson(Serialization.unmarshal("--- " + yaml, Map.class));
    return widgets().withName("w").patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private GenericKubernetesResource apply(String name, String yaml, String manager) {
    return widgets().resource(widget(name, yaml)).patch(forced(manager));
  }

  private GenericKubernetesResource applyStatus(String yaml, String manager) {
    return widgets().resource(widget("w", yaml)).subresource("status").patch(forced(manager));
  }

  private static PatchContext forced(String manager) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withForce(true)
        .build();
  }

  private static Object field(GenericKubernetesResource widget, String... path) {
    return widget.get((Object[]) path);
  }
}
