package dev.athanor.changelog.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a changeset in JSON says by pointing elsewhere, said in place. */
final class JsonInPlace {
  private final Elsewhere elsewhere;
  private int loads;

  JsonInPlace(Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
  }

  JsonNode of(JsonNode node) {
    return of(node, false);
  }

  private JsonNode of(JsonNode node, boolean back) {
    if (node.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(of(item, back)));
      return list;
    }
    if (!node.isObject()) {
      return node;
    }
    var object = JsonNodeFactory.instance.objectNode();
    for (var field : node.properties()) {
      change(object, field.getKey(), field.getValue(), back || field.getKey().equals("rollback"));
    }
    return object;
  }

  private void change(ObjectNode object, String name, JsonNode value, boolean back) {
    boolean load = InPlace.loads(name);
    if (load && back) {
      object.set(name, value);
      return;
    }
    var change = InPlace.of(name, attributes(value), elsewhere, 0, load ? loads++ : loads);
    if (change.isEmpty()) {
      object.set(name, of(value, back));
      return;
    }
    var written = object.putObject(change.get().change());
    change.get().attributes().forEach(written::put);
    if (!change.get().key().isEmpty()) {
      written.put(change.get().key(), change.get().text());
    }
  }

  private static Map<String, String> attributes(JsonNode change) {
    var attributes = new LinkedHashMap<String, String>();
    for (var field : change.properties()) {
      if (field.getValue().isValueNode()) {
        attributes.put(field.getKey(), field.getValue().asText());
      }
    }
    return attributes;
  }
}
