package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * Creating, updating and applying by the server's rules: metadata that only the server writes,
 * status and the rest kept apart, generations, stale versions refused.
 */
final class ObjectWriter {
  /** Metadata that a client may send and that the server keeps as it has it. */
  private static final List<String> SERVERS_OWN =
      List.of(
          "uid",
          "creationTimestamp",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "resourceVersion",
          "managedFields",
          "selfLink");

  private final ObjectStore store;
  private final ResourceTypes types;
  private final Deletion deletion;

  ObjectWriter(ObjectStore store, ResourceTypes types, Deletion deletion) {
    this.store = store;
    this.types = types;
    this.deletion = deletion;
  }

  ObjectNode create(ResourceType type, String namespace, ObjectNode sent) {
    return create(type, namespace, sent, new FieldOwners());
  }

  private ObjectNode create(
      ResourceType type, String namespace, ObjectNode sent, FieldOwners owners) {
    synchronized (store) {
      var object = sent.deepCopy();
      var metadata = Json.metadata(object);
      SERVERS_OWN.forEach(metadata::remove);
      if (!metadata.has("name") && metadata.has("generateName")) {
        metadata.put("name", metadata.path("generateName").asText() + randomSuffix());
      }
      var name = Json.meta(object, "name");
      if (name.isEmpty()) {
        throw ApiError.invalid(type, "", "metadata.name: Required value");
      }
      if (type.namespaced()) {
        metadata.put("namespace", namespace);
      } else {
        metadata.remove("namespace");
      }
      if (type.namespaced() && isTerminating(namespace)) {
        throw ApiError.terminating(type, name, namespace);
      }
      if (store.find(type, namespace, name).isPresent()) {
        throw ApiError.alreadyExists(type, name);
      }
      object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
      metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
      if (object.has("spec")) {
        metadata.put("generation", 1);
      }
      if (type.statusSubresource() && !type.is("pods")) {
        object.remove("status");
      }
      types.complete(type, object);
      types.check(type, object);
      var created = store.put(type, object, owners);
      afterWrite(type, created);
      return created;
    }
  }

  /**
   * Changes an object.
   *
   * @param change gets a copy of the stored object and returns what it should become; may throw
   * @param subresource {@code status} or empty
   */
  ObjectNode update(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      UnaryOperator<ObjectNode> change) {
    synchronized (store) {
      var before =
          store.find(type, namespace, name).orElseThrow(() -> ApiError.notFound(type, name));
      return write(
          type,
          before,
          change.apply(before.deepCopy()),
          subresource,
          store.owners(type, namespace, name));
    }
  }

  /** Server-side apply: creates what is not there. */
  ObjectNode apply(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      ObjectNode sent,
      String manager,
      boolean force) {
    synchronized (store) {
      var metadata = sent.path("metadata");
      if (metadata.has("managedFields")) {
        throw ApiError.of(400, "metadata.managedFields must be nil");
      }
      var config = counting(type, subresource, sent);
      var owners = store.owners(type, namespace, name);
      var existing = store.find(type, namespace, name);
      if (existing.isEmpty() && subresource.isEmpty()) {
        if (metadata.has("uid") || metadata.has("resourceVersion")) {
          throw ApiError.stale(type, name);
        }
        var object = Json.object();
        Json.metadata(object).put("name", name);
        owners.apply(object, config, manager, subresource, type.apiVersion(), force);
        return create(type, namespace, object, owners);
      }
      var before = existing.orElseThrow(() -> ApiError.notFound(type, name));
      var after = before.deepCopy();
      List.of("resourceVersion", "uid")
          .forEach(
              field -> {
                if (metadata.has(field)) {
                  Json.metadata(after).set(field, metadata.get(field));
                }
              });
      owners.apply(after, config, manager, subresource, type.apiVersion(), force);
      return write(type, before, after, subresource, owners);
    }
  }

  /** What of an applied object counts: its status in the subresource, everything else outside. */
  private static ObjectNode counting(ResourceType type, String subresource, ObjectNode sent) {
    var config = sent.deepCopy();
    config.remove(List.of("apiVersion", "kind"));
    if (subresource.equals("status")) {
      return config.retain("status");
    }
    if (config.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(SERVERS_OWN);
      metadata.remove(List.of("name", "namespace"));
    }
    return type.statusSubresource() ? config.without("status") : config;
  }

  private ObjectNode write(
      ResourceType type,
      ObjectNode before,
      ObjectNode after,
      String subresource,
      FieldOwners owners) {
    var name = Json.meta(before, "name");
    refuseOther(type, before, after);
    var object = subresource.equals("status") ? before.deepCopy() : after;
    if (subresource.equals("status")) {
      Json.copy(after, object, "status");
    } else {
      object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
      var metadata = Json.metadata(object);
      metadata.put("name", name);
      SERVERS_OWN.forEach(field -> Json.copy(before.path("metadata"), metadata, field));
      Json.copy(before.path("metadata"), metadata, "namespace");
      if (type.statusSubresource()) {
        Json.copy(before, object, "status");
      }
      refuseNewFinalizers(type, before, object);
    }
    types.complete(type, object);
    types.check(type, object);
    BuiltInRules.checkChange(type, before, object);
    if (!type.is("pods") && !content(before).equals(content(object)) && before.has("spec")) {
      Json.metadata(object).put("generation", before.at("/metadata/generation").asLong() + 1);
    }
    var managed = owners.managedFields();
    if (object.equals(before)
        && (managed.isEmpty() || managed.equals(before.at("/metadata/managedFields")))) {
      return before; // as the real server: a write that changes nothing is no write
    }
    var written = store.put(type, object, owners);
    afterWrite(type, written);
    return written;
  }

  private static void refuseOther(ResourceType type, ObjectNode before, ObjectNode after) {
    var sent = Json.meta(after, "resourceVersion");
    var uid = Json.meta(after, "uid");
    var stale = !sent.isEmpty() && !sent.equals(Json.meta(before, "resourceVersion"));
    var another = !uid.isEmpty() && !uid.equals(Json.meta(before, "uid"));
    if (stale || another) {
      throw ApiError.stale(type, Json.meta(before, "name"));
    }
  }

  private static void refuseNewFinalizers(ResourceType type, ObjectNode before, ObjectNode after) {
    var added = new java.util.ArrayList<>(Json.texts(after.at("/metadata/finalizers")));
    added.removeAll(Json.texts(before.at("/metadata/finalizers")));
    if (!Json.meta(before, "deletionTimestamp").isEmpty() && !added.isEmpty()) {
      throw ApiError.invalid(
          type,
          Json.meta(before, "name"),
          "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers "
              + added);
    }
  }

  /** What the generation counts: neither metadata nor status. */
  private static JsonNode content(ObjectNode object) {
    return object.deepCopy().without(List.of("metadata", "status"));
  }

  private void afterWrite(ResourceType type, ObjectNode object) {
    if (type.is("customresourcedefinitions.apiextensions.k8s.io")) {
      types.register(object);
    }
    deletion.finish(type, object);
    if (object.at("/metadata").has("ownerReferences")) {
      deletion.collect(); // it may name an owner that is gone already
    }
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A namespace that nobody has made is as good as one that is there. */
  private boolean isTerminating(String namespace) {
    return store
        .find(types.find(new ApiPath("", "v1", "namespaces", "", "", "")), "", namespace)
        .filter(it -> !Json.meta(it, "deletionTimestamp").isEmpty())
        .isPresent();
  }

  private static String randomSuffix() {
    var letters = "bcdfghjklmnpqrstvwxz2456789";
    var suffix = new StringBuilder();
    for (var i = 0; i < 5; i++) {
      suffix.append(letters.charAt(ThreadLocalRandom.current().nextInt(letters.length())));
    }
    return suffix.toString();
  }
}
