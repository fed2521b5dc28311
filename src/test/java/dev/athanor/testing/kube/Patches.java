package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** The three patches that know no owner of fields. Each returns a new object. */
final class Patches {
  private Patches() {}

  /** RFC 7386: null removes, objects merge, anything else replaces. */
  static JsonNode merge(JsonNode target, JsonNode patch) {
    return merge(target, patch, false);
  }

  /** The same with keyed lists merged by item; {@code $patch} directives are not known. */
  static JsonNode strategic(JsonNode target, JsonNode patch) {
    return merge(target, patch, true);
  }

  /** RFC 6902. */
  static JsonNode json(JsonNode target, JsonNode patch) {
    try {
      return JsonPatch.apply(patch, target);
    } catch (JsonPatchException e) {
      throw ApiError.of(
          422, "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  private static JsonNode merge(JsonNode target, JsonNode patch, boolean strategic) {
    if (!patch.isObject()) {
      return patch.deepCopy();
    }
    var merged = target.isObject() ? (ObjectNode) target.deepCopy() : Json.object();
    patch
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                merged.remove(field.getKey());
              } else if (strategic && keyed(field.getKey(), field.getValue())) {
                merged.set(
                    field.getKey(),
                    mergeItems(field.getKey(), merged.path(field.getKey()), field.getValue()));
              } else {
                merged.set(
                    field.getKey(),
                    merge(merged.path(field.getKey()), field.getValue(), strategic));
              }
            });
    return merged;
  }

  private static boolean keyed(String list, JsonNode value) {
    return value.isArray() && !ListKeys.of(list).isEmpty();
  }

  private static ArrayNode mergeItems(String list, JsonNode target, JsonNode patch) {
    var merged = Json.array();
    var keys = ListKeys.of(list);
    target.forEach(
        item -> {
          var change = ListKeys.find(patch, item, keys);
          merged.add(change.isMissingNode() ? item : merge(item, change, true));
        });
    patch.forEach(
        item -> {
          if (ListKeys.find(target, item, keys).isMissingNode()) {
            merged.add(merge(Json.object(), item, true));
          }
        });
    return merged;
  }
}
