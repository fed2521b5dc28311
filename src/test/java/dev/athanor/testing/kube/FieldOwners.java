package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each field manager last applied to one object, which is all that server-side apply needs to
 * know: a field is removed when its manager stops sending it and no other manager sends it.
 *
 * <p>Unlike the real server it does not follow who changed a field by PUT or PATCH.
 */
final class FieldOwners {

  /** A manager owns what it applies to the status apart from what it applies to the rest. */
  private record Manager(String name, String subresource) {}

  private record Applied(JsonNode config, ObjectNode entry) {}

  private final Map<Manager, Applied> applied;

  FieldOwners() {
    this(Map.of());
  }

  private FieldOwners(Map<Manager, Applied> applied) {
    this.applied = new LinkedHashMap<>(applied);
  }

  /** To apply on, and keep only if what comes of it is valid. */
  FieldOwners copy() {
    return new FieldOwners(applied);
  }

  /**
   * Applies a configuration to an object, in place.
   *
   * @param config only what counts for the subresource: no apiVersion, kind or identity
   * @param force take a field over from the manager that owns it with another value
   */
  void apply(
      ObjectNode live,
      ObjectNode config,
      String manager,
      String subresource,
      String apiVersion,
      boolean force) {
    var self = new Manager(manager, subresource);
    var others =
        applied.entrySet().stream()
            .filter(owner -> !owner.getKey().equals(self))
            .map(owner -> owner.getValue().config())
            .toList();
    if (!force) {
      applied.forEach(
          (other, theirs) -> {
            if (!other.equals(self)) {
              refuseConflict(theirs.config(), config, other.name(), "");
            }
          });
    }
    var before = applied.get(self);
    if (before != null) {
      AppliedFields.removeAbandoned(live, before.config(), config, others);
    }
    AppliedFields.merge(live, config);
    var fields = AppliedFields.fieldsV1(config);
    if (before == null || !before.entry().path("fieldsV1").equals(fields)) {
      applied.put(self, new Applied(config.deepCopy(), entry(self, apiVersion, fields)));
    } else {
      applied.put(self, new Applied(config.deepCopy(), before.entry()));
    }
  }

  private static ObjectNode entry(Manager self, String apiVersion, ObjectNode fields) {
    var entry = Json.object();
    entry
        .put("manager", self.name())
        .put("operation", "Apply")
        .put("apiVersion", apiVersion)
        .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", fields);
    if (!self.subresource().isEmpty()) {
      entry.put("subresource", self.subresource());
    }
    return entry;
  }

  /** The object's {@code metadata.managedFields}. */
  ArrayNode managedFields() {
    var entries = Json.array();
    applied.values().forEach(one -> entries.add(one.entry()));
    return entries;
  }

  private static void refuseConflict(JsonNode theirs, JsonNode ours, String owner, String path) {
    for (var field : ours.properties()) {
      var other = theirs.path(field.getKey());
      if (field.getValue().isObject()) {
        refuseConflict(other, field.getValue(), owner, path + "." + field.getKey());
      } else if (!other.isMissingNode()
          && ListKeys.of(field.getKey()).isEmpty()
          && !ListKeys.isSet(field.getKey())
          && !other.equals(field.getValue())) {
        throw ApiError.of(
            409,
            "Apply failed with 1 conflict: conflict with \"%s\": %s.%s"
                .formatted(owner, path, field.getKey()));
      }
    }
  }
}
