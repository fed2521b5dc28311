package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Which lists are merged item by item, and by which fields. Kubernetes reads that from each type's
 * schema; for the types that tests use, the name of the list says it.
 */
final class ListKeys {
  private static final Map<String, List<String>> KEYS =
      Map.ofEntries(
          Map.entry("conditions", List.of("type")),
          Map.entry("containers", List.of("name")),
          Map.entry("initContainers", List.of("name")),
          Map.entry("volumes", List.of("name")),
          Map.entry("env", List.of("name")),
          Map.entry("imagePullSecrets", List.of("name")),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("ports", List.of("containerPort", "port", "protocol")),
          Map.entry("ownerReferences", List.of("uid")));

  private ListKeys() {}

  /** The fields that make an item of this list itself; empty for a list replaced as a whole. */
  static List<String> of(String list) {
    return KEYS.getOrDefault(list, List.of());
  }

  /** A set of plain values: what each manager sends is added to the others'. */
  static boolean isSet(String list) {
    return list.equals("finalizers");
  }

  static boolean sameItem(JsonNode one, JsonNode other, List<String> keys) {
    return keys.stream().allMatch(key -> one.path(key).equals(other.path(key)));
  }

  /** The item of a list that has the same keys as the one given; missing when there is none. */
  static JsonNode find(JsonNode list, JsonNode item, List<String> keys) {
    for (var candidate : list) {
      if (sameItem(candidate, item, keys)) {
        return candidate;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}
