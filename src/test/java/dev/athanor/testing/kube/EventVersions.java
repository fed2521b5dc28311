package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Events are stored once and served as {@code v1} and as {@code events.k8s.io/v1}. */
final class EventVersions {
  private static final Map<String, String> NEW_TO_CORE =
      Map.of(
          "regarding", "involvedObject",
          "note", "message",
          "reportingController", "reportingComponent",
          "deprecatedSource", "source",
          "deprecatedFirstTimestamp", "firstTimestamp",
          "deprecatedLastTimestamp", "lastTimestamp",
          "deprecatedCount", "count");

  private static final ResourceType CORE =
      ResourceType.BUILT_IN.stream().filter(type -> type.is("events")).findFirst().orElseThrow();

  private EventVersions() {}

  private static boolean isNew(ResourceType type) {
    return type.is("events.events.k8s.io");
  }

  /** The type under which objects of this type are stored. */
  static ResourceType stored(ResourceType type) {
    return isNew(type) ? CORE : type;
  }

  /** From the form that a client sent to the form stored. */
  static ObjectNode toStored(ResourceType type, ObjectNode object) {
    if (!isNew(type)) {
      return object;
    }
    checkNew(object);
    var core = object.deepCopy();
    NEW_TO_CORE.forEach((from, to) -> rename(core, from, to));
    return core.put("apiVersion", CORE.apiVersion());
  }

  /** From the form stored to the form that a client asks for. */
  static ObjectNode toServed(ResourceType type, ObjectNode stored) {
    if (!isNew(type)) {
      return stored;
    }
    var served = stored.deepCopy();
    NEW_TO_CORE.forEach((to, from) -> rename(served, from, to));
    return served.put("apiVersion", type.apiVersion());
  }

  private static void rename(ObjectNode object, String from, String to) {
    if (object.has(from)) {
      object.set(to, object.remove(from));
    }
  }

  private static void checkNew(ObjectNode event) {
    for (var field :
        new String[] {
          "eventTime", "reportingController", "reportingInstance", "action", "reason", "type"
        }) {
      if (event.path(field).asText("").isEmpty()) {
        throw ApiError.of(422, "Event is invalid: " + field + ": Required value");
      }
    }
    if (event.path("note").asText("").length() > 1024) {
      throw ApiError.of(422, "Event is invalid: note: can have at most 1024 bytes");
    }
  }
}
