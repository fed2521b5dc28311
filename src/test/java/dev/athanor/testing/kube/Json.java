package dev.athanor.testing.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The few things said about JSON all over this package. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Reads JSON, or the YAML that server-side apply allows. */
  static JsonNode read(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return object();
    }
    try {
      return text.startsWith("{") || text.startsWith("[")
          ? MAPPER.readTree(text)
          : Serialization.unmarshal(text, JsonNode.class);
    } catch (IOException | IllegalArgumentException e) {
      throw ApiError.of(400, "the body is neither JSON nor YAML: " + e.getMessage());
    }
  }

  static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object's metadata, made when it has none. */
  static ObjectNode metadata(ObjectNode object) {
    return object.withObjectProperty("metadata");
  }

  static String meta(JsonNode object, String field) {
    return object.path("metadata").path(field).asText("");
  }

  /** The text items of a list in the metadata. */
  static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Copies a field, or removes it where the source has none. */
  static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    } else {
      to.remove(field);
    }
  }
}
