package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;

/** What {@code kubectl athanor} has changed on a resource, as JSON. */
@JsonPropertyOrder({"apiVersion", "kind", "namespace", "name", "action", "value"})
record Changed(
    String apiVersion, String kind, String namespace, String name, String action, String value) {
  static Changed of(String namespace, String name, String action, String value) {
    return new Changed(Json.API_VERSION, "Changed", namespace, name, action, value);
  }
}
