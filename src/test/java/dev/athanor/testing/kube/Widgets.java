package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** A custom resource to test the mock with: Widgets, of which {@code w} is the usual one. */
final class Widgets {
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

  private final NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      widgets;

  /** Registers the CRD. */
  Widgets(MockCluster cluster) {
    cluster.registerCrd(CRD);
    widgets = cluster.client().genericKubernetesResources(WIDGETS).inNamespace("default");
  }

  static GenericKubernetesResource widget(String name, String yaml) {
    var widget = Serialization.unmarshal("--- " + yaml, GenericKubernetesResource.class);
    widget.setApiVersion("test.dev/v1");
    widget.setKind("Widget");
    var metadata = widget.getMetadata() == null ? new ObjectMeta() : widget.getMetadata();
    metadata.setName(name);
    metadata.setNamespace("default");
    widget.setMetadata(metadata);
    return widget;
  }

  GenericKubernetesResource create(String yaml) {
    return widgets.resource(widget("w", yaml)).create();
  }

  GenericKubernetesResource get() {
    return widgets.withName("w").get();
  }

  GenericKubernetesResource patch(String yaml) {
    var json = Serialization.asJson(Serialization.unmarshal("--- " + yaml, Map.class));
    return widgets.withName("w").patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  GenericKubernetesResource apply(String name, String yaml, String manager) {
    return widgets.resource(widget(name, yaml)).patch(forced(manager));
  }

  GenericKubernetesResource applyStatus(String yaml, String manager) {
    return widgets.resource(widget("w", yaml)).subresource("status").patch(forced(manager));
  }

  static PatchContext forced(String manager) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(manager)
        .withForce(true)
        .build();
  }

  static Object field(GenericKubernetesResource widget, String... path) {
    return widget.get((Object[]) path);
  }
}
