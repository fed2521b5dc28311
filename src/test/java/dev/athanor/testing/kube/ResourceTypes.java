package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The resources that are served: the built-in ones and those of the CRDs created so far. */
final class ResourceTypes {
  private record Custom(List<ResourceType> versions, JsonNode crd) {}

  private final Map<String, Custom> custom = new ConcurrentHashMap<>();

  /** To be told of every CRD created or changed. */
  void register(JsonNode crd) {
    var spec = crd.path("spec");
    var versions = new ArrayList<ResourceType>();
    for (var version : spec.path("versions")) {
      if (version.path("served").asBoolean(true)) {
        versions.add(
            new ResourceType(
                spec.path("group").asText(),
                version.path("name").asText(),
                spec.path("names").path("plural").asText(),
                spec.path("names").path("kind").asText(),
                spec.path("scope").asText().equals("Namespaced"),
                version.path("subresources").has("status"),
                true));
      }
    }
    custom.put(Json.meta(crd, "name"), new Custom(List.copyOf(versions), crd));
  }

  void unregister(JsonNode crd) {
    custom.remove(Json.meta(crd, "name"));
  }

  List<ResourceType> all() {
    var all = new ArrayList<>(ResourceType.BUILT_IN);
    custom.values().forEach(one -> all.addAll(one.versions()));
    return all;
  }

  ResourceType find(ApiPath path) {
    return all().stream()
        .filter(
            type ->
                type.group().equals(path.group())
                    && type.version().equals(path.version())
                    && type.plural().equals(path.plural()))
        .findFirst()
        .orElseThrow(
            () ->
                ApiError.of(
                    404,
                    "the server could not find the requested resource: %s/%s %s (is its CRD there?)"
                        .formatted(path.group(), path.version(), path.plural())));
  }

  private CrdSchema schema(ResourceType type) {
    var definition = custom.get(type.groupResource());
    return CrdSchema.of(definition == null ? Json.object() : definition.crd(), type.version());
  }

  /** Fills in defaults and drops unknown fields, in place. */
  void complete(ResourceType type, ObjectNode object) {
    if (type.custom()) {
      schema(type).complete(object);
    } else {
      BuiltInRules.complete(type, object);
    }
  }

  /** Throws on an object that the real server would refuse. */
  void check(ResourceType type, ObjectNode object) {
    if (type.custom()) {
      var errors = schema(type).errors(object);
      if (!errors.isEmpty()) {
        throw ApiError.invalid(type, Json.meta(object, "name"), String.join(", ", errors));
      }
    } else {
      BuiltInRules.check(type, object);
    }
  }
}
