package dev.athanor.api.crd;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;

/** What Fabric8's generator has no annotation for. */
final class CrdTouches implements CRDPostProcessor {
  /** A person looks for whether it is ready first; the generator sorts by path. */
  private static final List<String> COLUMNS =
      List.of(
          "Ready",
          "Reason",
          "Current",
          "Target",
          "Pending",
          "Message",
          "Operation",
          "Job",
          "Database",
          "Age");

  @Override
  public HasMetadata process(HasMetadata resource, String crdVersion) {
    var version = ((CustomResourceDefinition) resource).getSpec().getVersions().getFirst();
    version
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparingInt(
                (CustomResourceColumnDefinition column) -> COLUMNS.indexOf(column.getName())));
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription("A database that is kept at a revision.");
    spec(property(root, "spec"));
    status(property(root, "status"));
    return resource;
  }

  private static void spec(JSONSchemaProps spec) {
    spec.setDescription("Where the database should be.");
    mapOf(property(property(spec, "revisions"), "configMaps"), "name");
  }

  private static void status(JSONSchemaProps status) {
    status.setDescription("What is known of the database; written by the operator.");
    // A resource without any status counts as done for kstatus.
    status.setDefault(
        JsonNodeFactory.instance.objectNode().set("observedGeneration", new IntNode(-1)));
    var conditions = property(status, "conditions");
    mapOf(conditions, "type");
    condition(conditions.getItems().getSchema());
  }

  /** The same limits as {@code metav1.Condition} has in Kubernetes' own generated schemas. */
  private static void condition(JSONSchemaProps condition) {
    condition.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
    property(condition, "lastTransitionTime").setFormat("date-time");
    property(condition, "message").setMaxLength(32768L);
    property(condition, "observedGeneration").setMinimum(0.0);
    var reason = property(condition, "reason");
    reason.setMinLength(1L);
    reason.setMaxLength(1024L);
    reason.setPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    property(condition, "status")
        .setEnum(
            List.of(
                JsonNodeFactory.instance.textNode("True"),
                JsonNodeFactory.instance.textNode("False"),
                JsonNodeFactory.instance.textNode("Unknown")));
    property(condition, "type").setMaxLength(316L);
  }

  /** A list whose entries are told apart by a key, and merged by it. */
  private static void mapOf(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    var property = schema.getProperties().get(name);
    if (property == null) {
      throw new IllegalStateException("the schema has no property " + name);
    }
    return property;
  }
}
