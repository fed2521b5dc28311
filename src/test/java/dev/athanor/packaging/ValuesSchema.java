package dev.athanor.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The chart's values, from {@code helm/values.schema.yaml}: the strict schema that Helm enforces,
 * the commented {@code values.yaml}, and a row of the README for each.
 */
final class ValuesSchema {
  static final Path SOURCE = Path.of("helm/values.schema.yaml");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 98;

  private final ObjectNode definitions;
  private final ObjectNode properties;

  private ValuesSchema(ObjectNode source) {
    definitions = source.withObject("/definitions");
    properties = source.withObject("/properties");
  }

  static ValuesSchema read() throws IOException {
    return new ValuesSchema((ObjectNode) PlainYaml.MAPPER.readTree(Files.readString(SOURCE)));
  }

  /** One value: its path, what it is, and its default. */
  record Row(String path, String description, String value) {}

  /** What Helm enforces. */
  String json() throws JsonProcessingException {
    var root = JSON.createObjectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "Values of the chart athanor");
    root.setAll(strict(JSON.createObjectNode().set("properties", properties.deepCopy())));
    // Helm hands it to every chart that another one contains
    root.withObject("/properties").putObject("global").put("type", "object");
    root.withArray("/propertyNames/enum").add("global");
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** An object with properties takes no other key, and a refusal names those that there are. */
  private ObjectNode strict(ObjectNode node) {
    var schema = resolved(node);
    if (schema.has("properties")) {
      schema.put("type", "object");
      schema.put("additionalProperties", false);
      var names = schema.putObject("propertyNames").putArray("enum");
      for (var property : List.copyOf(schema.withObject("/properties").properties())) {
        names.add(property.getKey());
        if (isNeeded(resolved((ObjectNode) property.getValue()))) {
          schema.withArray("required").add(property.getKey());
        }
        schema
            .withObject("/properties")
            .set(property.getKey(), strict((ObjectNode) property.getValue()));
      }
    }
    for (var inner : List.of("items", "additionalProperties")) {
      if (schema.get(inner) instanceof ObjectNode object) {
        schema.set(inner, strict(object));
      }
    }
    return schema;
  }

  /** What would be gone if it were left empty: a section, a switch, a number, a word. */
  private static boolean isNeeded(JsonNode property) {
    var mayBeNull =
        property.path("type").valueStream().anyMatch(type -> type.asText().equals("null"));
    return property.has("properties")
        || property.has("minItems")
        || (!mayBeNull && !property.path("default").asText("").isEmpty());
  }

  private ObjectNode resolved(ObjectNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    var name = node.get("$ref").asText();
    var definition =
        (ObjectNode) Objects.requireNonNull(definitions.get(name), "no definition " + name);
    var whole = node.deepCopy();
    whole.remove("$ref");
    whole.setAll(definition.deepCopy());
    return whole;
  }

  /** What people read first and copy from. */
  String valuesFile() throws JsonProcessingException {
    var text = new StringBuilder("# Generated from helm/values.schema.yaml by `make generate`.\n");
    write(text, properties, "");
    return text.toString();
  }

  private static void write(StringBuilder text, ObjectNode properties, String indent)
      throws JsonProcessingException {
    for (var property : properties.properties()) {
      var schema = (ObjectNode) property.getValue();
      if (indent.isEmpty()) {
        text.append('\n');
      }
      wrapped(schema.get("description").asText(), WIDTH - indent.length())
          .forEach(line -> text.append(indent).append("# ").append(line).append('\n'));
      if (schema.get("properties") instanceof ObjectNode inner) {
        text.append(indent).append(property.getKey()).append(":\n");
        write(text, inner, indent + "  ");
      } else {
        var value = JSON.createObjectNode().set(property.getKey(), schema.get("default"));
        PlainYaml.MAPPER
            .writeValueAsString(value)
            .lines()
            .forEach(line -> text.append(indent).append(line).append('\n'));
      }
    }
  }

  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width - 2) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Every value that can be set, in the order of the file. */
  List<Row> rows() {
    var rows = new ArrayList<Row>();
    collect(rows, properties, "");
    return rows;
  }

  private static void collect(List<Row> rows, ObjectNode properties, String prefix) {
    for (var property : properties.properties()) {
      var schema = (ObjectNode) property.getValue();
      var path = prefix + property.getKey();
      var description = schema.get("description").asText();
      if (schema.get("properties") instanceof ObjectNode inner) {
        collect(rows, inner, path + ".");
      } else {
        rows.add(new Row(path, description + allowed(schema), value(schema.get("default"))));
      }
    }
  }

  private static String allowed(JsonNode schema) {
    if (!(schema.get("enum") instanceof ArrayNode values)) {
      return "";
    }
    var words = new ArrayList<String>();
    values.forEach(value -> words.add("`" + value.asText() + "`"));
    return " One of " + String.join(", ", words) + ".";
  }

  private static String value(JsonNode value) {
    return value.isNull() ? "" : "`" + value + "`";
  }
}
