package dev.athanor.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lays {@code spec.job.podTemplate} over the pod template as {@code kubectl patch} would: objects
 * are merged, null takes a field away, and the entries of lists that have names are merged by them.
 */
final class StrategicMerge {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** What tells the entries of a list apart; other lists are replaced as a whole. */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("env", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("ports", "containerPort"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"));

  private StrategicMerge() {}

  /**
   * The template with the patch over it.
   *
   * @param labels that stay as they are: the operator finds the pod by them
   * @param annotations that stay as they are
   * @throws IllegalArgumentException when the result is no pod template
   */
  static PodTemplateSpec into(
      PodTemplateSpec template,
      @Nullable ObjectNode patch,
      Map<String, String> labels,
      Map<String, String> annotations) {
    if (patch == null || patch.isEmpty()) {
      return template;
    }
    var merged = merge(SERIALIZATION.convertValue(template, ObjectNode.class), patch);
    var result = SERIALIZATION.convertValue(merged, PodTemplateSpec.class);
    result.getMetadata().getLabels().putAll(labels);
    result.getMetadata().getAnnotations().putAll(annotations);
    result.getSpec().setRestartPolicy("Never");
    return result;
  }

  static ObjectNode merge(ObjectNode base, ObjectNode patch) {
    var merged = base.deepCopy();
    patch.properties().forEach(field -> put(merged, field.getKey(), field.getValue()));
    return merged;
  }

  private static void put(ObjectNode object, String name, JsonNode value) {
    var before = object.get(name);
    if (value.isNull()) {
      object.remove(name);
    } else if (value instanceof ObjectNode patch && before instanceof ObjectNode base) {
      object.set(name, merge(base, patch));
    } else if (value instanceof ArrayNode patch && before instanceof ArrayNode base) {
      object.set(name, merge(base, patch, Optional.ofNullable(KEYS.get(name))));
    } else {
      object.set(name, value.deepCopy());
    }
  }

  private static ArrayNode merge(ArrayNode base, ArrayNode patch, Optional<String> key) {
    if (key.isEmpty()) {
      return patch.deepCopy();
    }
    var merged = base.deepCopy();
    patch.forEach(entry -> mergeEntry(merged, entry, key.get()));
    return merged;
  }

  private static void mergeEntry(ArrayNode list, JsonNode entry, String key) {
    var index =
        StreamSupport.stream(list.spliterator(), false)
            .map(it -> it.get(key))
            .toList()
            .indexOf(entry.get(key));
    if (index >= 0
        && entry.has(key)
        && list.get(index) instanceof ObjectNode base
        && entry instanceof ObjectNode patch) {
      if (patch.path("$patch").asText().equals("delete")) {
        list.remove(index);
      } else {
        list.set(index, merge(base, patch));
      }
    } else {
      list.add(entry.deepCopy());
    }
  }
}
