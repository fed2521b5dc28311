package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The tree walks of server-side apply: merging, removing what is no longer sent, naming fields. */
final class AppliedFields {
  private AppliedFields() {}

  /** Merges a configuration into the live object: keyed lists by item, sets by union. */
  static void merge(ObjectNode live, JsonNode config) {
    for (var field : config.properties()) {
      var name = field.getKey();
      var value = field.getValue();
      if (value.isNull()) {
        continue;
      }
      if (value.isObject()) {
        var child = live.get(name) instanceof ObjectNode object ? object : live.putObject(name);
        merge(child, value);
      } else if (value.isArray() && ListKeys.isSet(name)) {
        var list = list(live, name);
        value.forEach(
            item -> {
              if (!Json.texts(list).contains(item.asText())) {
                list.add(item);
              }
            });
      } else if (value.isArray() && !ListKeys.of(name).isEmpty()) {
        mergeItems(list(live, name), value, ListKeys.of(name));
      } else {
        live.set(name, value.deepCopy());
      }
    }
  }

  private static void mergeItems(ArrayNode live, JsonNode config, List<String> keys) {
    for (var item : config) {
      if (ListKeys.find(live, item, keys) instanceof ObjectNode existing) {
        merge(existing, item);
      } else {
        merge(live.addObject(), item);
      }
    }
  }

  private static ArrayNode list(ObjectNode parent, String name) {
    return parent.get(name) instanceof ArrayNode array ? array : parent.putArray(name);
  }

  /** Removes from the live object what was sent before, is not sent now, and nobody else sends. */
  static void removeAbandoned(
      ObjectNode live, JsonNode before, JsonNode now, List<JsonNode> others) {
    for (var field : before.properties()) {
      var name = field.getKey();
      var old = field.getValue();
      var theirs = others.stream().map(other -> other.path(name)).toList();
      if (old.isObject() && live.get(name) instanceof ObjectNode child) {
        removeAbandoned(child, old, now.path(name), theirs);
        dropIfEmpty(live, name, child, now);
      } else if (live.get(name) instanceof ArrayNode list && ListKeys.isSet(name)) {
        removeValues(list, old, now.path(name), theirs);
        dropIfEmpty(live, name, list, now);
      } else if (live.get(name) instanceof ArrayNode list && !ListKeys.of(name).isEmpty()) {
        removeItems(list, old, now.path(name), theirs, ListKeys.of(name));
        dropIfEmpty(live, name, list, now);
      } else if (!now.has(name) && theirs.stream().allMatch(JsonNode::isMissingNode)) {
        live.remove(name);
      }
    }
  }

  private static void dropIfEmpty(ObjectNode live, String name, JsonNode child, JsonNode now) {
    if (child.isEmpty() && !now.has(name)) {
      live.remove(name);
    }
  }

  private static void removeValues(
      ArrayNode live, JsonNode before, JsonNode now, List<JsonNode> others) {
    var kept = new ArrayList<>(Json.texts(now));
    others.forEach(other -> kept.addAll(Json.texts(other)));
    var gone = new ArrayList<>(Json.texts(before));
    gone.removeAll(kept);
    live.removeIf(item -> gone.contains(item.asText()));
  }

  private static void removeItems(
      ArrayNode live, JsonNode before, JsonNode now, List<JsonNode> others, List<String> keys) {
    for (var old : before) {
      var item = ListKeys.find(live, old, keys);
      var sent = ListKeys.find(now, old, keys);
      var theirs = others.stream().map(other -> ListKeys.find(other, old, keys)).toList();
      if (sent.isMissingNode() && theirs.stream().allMatch(JsonNode::isMissingNode)) {
        live.removeIf(candidate -> ListKeys.sameItem(candidate, old, keys));
      } else if (item instanceof ObjectNode object) {
        removeAbandoned(object, old, sent, theirs);
      }
    }
  }

  /** The fields of a configuration as {@code managedFields} writes them. */
  static ObjectNode fieldsV1(JsonNode config) {
    var fields = Json.object();
    for (var field : config.properties()) {
      var keys = ListKeys.of(field.getKey());
      var value = field.getValue();
      var child = fields.putObject("f:" + field.getKey());
      if (value.isObject()) {
        child.setAll(fieldsV1(value));
      } else if (value.isArray() && ListKeys.isSet(field.getKey())) {
        child.putObject(".");
        value.forEach(item -> child.putObject("v:" + item));
      } else if (value.isArray() && !keys.isEmpty()) {
        for (var item : value) {
          var key = Json.object();
          keys.stream().filter(item::has).forEach(name -> key.set(name, item.get(name)));
          var entry = child.putObject("k:" + key);
          entry.putObject(".");
          entry.setAll(fieldsV1(item));
        }
      }
    }
    return fields;
  }
}
