package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A custom resource's structural schema at work: unknown fields pruned, defaults filled in, values
 * checked. CEL rules are left to a real server.
 */
final class CrdSchema {
  private static final Set<String> ROOT = Set.of("apiVersion", "kind", "metadata");

  private final JsonNode root;

  private CrdSchema(JsonNode root) {
    this.root = root;
  }

  /** The schema of one version of a CustomResourceDefinition; accepts everything if it has none. */
  static CrdSchema of(JsonNode crd, String version) {
    for (var candidate : crd.path("spec").path("versions")) {
      if (candidate.path("name").asText().equals(version)) {
        return new CrdSchema(candidate.path("schema").path("openAPIV3Schema"));
      }
    }
    return new CrdSchema(Json.object());
  }

  /** Prunes and defaults in place. */
  void complete(ObjectNode object) {
    if (root.has("properties")) {
      complete(object, root, true);
    }
  }

  private static void complete(JsonNode value, JsonNode schema, boolean isRoot) {
    if (value.isArray()) {
      value.forEach(item -> complete(item, schema.path("items"), false));
      return;
    }
    if (!(value instanceof ObjectNode object)
        || schema.path("x-kubernetes-embedded-resource").asBoolean()) {
      return;
    }
    var properties = schema.path("properties");
    var others = schema.path("additionalProperties");
    var keepsUnknown = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    for (var name : List.copyOf(names(object))) {
      var property = properties.has(name) ? properties.path(name) : others;
      if (isRoot && ROOT.contains(name)) {
        continue;
      }
      var unknown = !properties.has(name) && others.isMissingNode() && !keepsUnknown;
      var emptied = object.get(name).isNull() && !property.path("nullable").asBoolean();
      if (unknown || emptied) {
        object.remove(name);
      }
    }
    for (var property : properties.properties()) {
      if (!object.has(property.getKey()) && property.getValue().has("default")) {
        object.set(property.getKey(), property.getValue().get("default").deepCopy());
      }
    }
    for (var name : names(object)) {
      if (!isRoot || !ROOT.contains(name)) {
        var property = properties.has(name) ? properties.path(name) : others;
        complete(object.get(name), property, false);
      }
    }
  }

  /** What is wrong with the object, each as {@code path: why}; empty when it is valid. */
  List<String> errors(JsonNode object) {
    var errors = new ArrayList<String>();
    for (var property : root.path("properties").properties()) {
      if (!ROOT.contains(property.getKey()) && object.has(property.getKey())) {
        check(object.get(property.getKey()), property.getValue(), property.getKey(), errors);
      }
    }
    required(object, root, "", errors);
    return errors;
  }

  private static void check(JsonNode value, JsonNode schema, String path, List<String> errors) {
    if (!hasType(value, schema)) {
      errors.add(path + ": Invalid value: must be of type " + schema.path("type").asText());
      return;
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value)) {
      errors.add(
          "%s: Unsupported value: %s: supported values: %s"
              .formatted(path, value, schema.get("enum")));
    }
    switch (value.getNodeType()) {
      case STRING -> {
        var text = value.asText();
        bounds(text.codePointCount(0, text.length()), schema, "Length", path, errors);
        if (schema.has("pattern")
            && !java.util.regex.Pattern.compile(schema.get("pattern").asText())
                .matcher(text)
                .find()) {
          errors.add(
              "%s: Invalid value: \"%s\" should match '%s'"
                  .formatted(path, text, schema.get("pattern").asText()));
        }
      }
      case NUMBER -> bounds(value.asDouble(), schema, "imum", path, errors);
      case ARRAY -> {
        bounds(value.size(), schema, "Items", path, errors);
        var index = 0;
        for (var item : value) {
          check(item, schema.path("items"), path + "[" + index++ + "]", errors);
        }
      }
      case OBJECT -> {
        bounds(value.size(), schema, "Properties", path, errors);
        required(value, schema, path, errors);
        for (var field : value.properties()) {
          var properties = schema.path("properties");
          var child =
              properties.has(field.getKey())
                  ? properties.get(field.getKey())
                  : schema.path("additionalProperties");
          check(field.getValue(), child, path + "." + field.getKey(), errors);
        }
      }
      case BINARY, BOOLEAN, MISSING, NULL, POJO -> {}
    }
  }

  private static void required(JsonNode value, JsonNode schema, String path, List<String> errors) {
    for (var name : Json.texts(schema.path("required"))) {
      if (!value.has(name)) {
        errors.add((path.isEmpty() ? name : path + "." + name) + ": Required value");
      }
    }
  }

  /** {@code minLength} and {@code maxLength}, and so on; {@code minimum} and {@code maximum}. */
  private static void bounds(
      double measure, JsonNode schema, String what, String path, List<String> errors) {
    if (schema.has("min" + what) && measure < schema.get("min" + what).asDouble()) {
      errors.add("%s: Invalid value: min%s is %s".formatted(path, what, schema.get("min" + what)));
    }
    if (schema.has("max" + what) && measure > schema.get("max" + what).asDouble()) {
      errors.add("%s: Invalid value: max%s is %s".formatted(path, what, schema.get("max" + what)));
    }
  }

  private static boolean hasType(JsonNode value, JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return value.isTextual() || value.isIntegralNumber();
    }
    return switch (schema.path("type").asText("")) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      default -> true;
    };
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (var item : list) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> names(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
