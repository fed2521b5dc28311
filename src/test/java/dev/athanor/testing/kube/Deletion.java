package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Deleting with finalizers and grace, and the garbage collector: what is owned by nothing that is
 * left goes too.
 */
final class Deletion {
  private static final String FOREGROUND = "foregroundDeletion";

  private final ObjectStore store;

  Deletion(ObjectStore store) {
    this.store = store;
  }

  /**
   * Deletes, or marks as being deleted.
   *
   * @return the object when it is still there, waiting for finalizers or for the kubelet
   */
  Optional<ObjectNode> delete(ResourceType type, ObjectNode object, JsonNode options) {
    synchronized (store) {
      var policy = options.path("propagationPolicy").asText(defaultPolicy(type));
      if (policy.equals("Orphan")) {
        orphanDependents(object);
      }
      var grace = grace(type, object, options);
      var current = object;
      if (policy.equals("Foreground") && hasDependents(object)) {
        var marked = object.deepCopy();
        Json.metadata(marked).withArrayProperty("finalizers").add(FOREGROUND);
        current = put(type, marked);
      }
      if (grace == 0 && current.at("/metadata/finalizers").isEmpty()) {
        store.remove(type, current);
        collect();
        return Optional.empty();
      }
      var alreadyWithin =
          !Json.meta(current, "deletionTimestamp").isEmpty()
              && current.at("/metadata/deletionGracePeriodSeconds").asLong() <= grace;
      if (!alreadyWithin) {
        var marked = current.deepCopy();
        var metadata = Json.metadata(marked);
        if (!metadata.has("deletionTimestamp") && metadata.has("generation")) {
          metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        metadata
            .put("deletionTimestamp", ObjectWriter.now())
            .put("deletionGracePeriodSeconds", grace);
        current = put(type, marked);
      }
      collect();
      return store.find(type, Json.meta(current, "namespace"), Json.meta(current, "name"));
    }
  }

  /** Jobs orphan their pods unless the client says otherwise: so do the old rules of batch/v1. */
  private static String defaultPolicy(ResourceType type) {
    return type.is("jobs.batch") ? "Orphan" : "Background";
  }

  /** Only a pod that runs on a node is given time: the kubelet confirms with grace 0. */
  private static long grace(ResourceType type, ObjectNode object, JsonNode options) {
    var phase = object.at("/status/phase").asText("");
    if (!type.is("pods")
        || object.at("/spec/nodeName").asText("").isEmpty()
        || phase.equals("Succeeded")
        || phase.equals("Failed")) {
      return 0;
    }
    return options
        .path("gracePeriodSeconds")
        .asLong(object.at("/spec/terminationGracePeriodSeconds").asLong(30));
  }

  /** Removes an object that was only waiting for its last finalizer. */
  void finish(ResourceType type, ObjectNode object) {
    synchronized (store) {
      if (!Json.meta(object, "deletionTimestamp").isEmpty()
          && object.at("/metadata/finalizers").isEmpty()
          && object.at("/metadata/deletionGracePeriodSeconds").asLong() == 0) {
        store.remove(type, object);
        collect();
      }
    }
  }

  /** Deletes what names only owners that are gone, until nothing more is found. */
  void collect() {
    synchronized (store) {
      var all = store.all();
      var alive = new HashSet<String>();
      all.forEach(item -> alive.add(Json.meta(item.object(), "uid")));
      for (var item : all) {
        var object = item.object();
        var deleting = !Json.meta(object, "deletionTimestamp").isEmpty();
        if (!deleting && isOrphan(object, alive)) {
          delete(item.type(), object, Json.object().put("propagationPolicy", "Background"));
          return; // deleting has collected the rest
        }
        if (deleting && Json.texts(object.at("/metadata/finalizers")).contains(FOREGROUND)) {
          if (deleteDependents(object)) {
            return; // the same
          }
          if (!hasDependents(object)) {
            release(item.type(), object);
            return; // the same
          }
        }
      }
    }
  }

  private void release(ResourceType type, ObjectNode object) {
    var free = object.deepCopy();
    Json.metadata(free)
        .withArrayProperty("finalizers")
        .removeIf(finalizer -> finalizer.asText().equals(FOREGROUND));
    finish(type, put(type, free));
  }

  private static boolean isOrphan(ObjectNode object, Set<String> alive) {
    var owners = object.at("/metadata/ownerReferences");
    for (var owner : owners) {
      if (alive.contains(owner.path("uid").asText())) {
        return false;
      }
    }
    return !owners.isEmpty();
  }

  private boolean hasDependents(ObjectNode owner) {
    return store.all().stream().anyMatch(item -> owns(owner, item.object()));
  }

  private static boolean owns(ObjectNode owner, ObjectNode object) {
    for (var reference : object.at("/metadata/ownerReferences")) {
      if (reference.path("uid").asText().equals(Json.meta(owner, "uid"))) {
        return true;
      }
    }
    return false;
  }

  /** Whether there was one to delete: then the collector has been at work already. */
  private boolean deleteDependents(ObjectNode owner) {
    for (var item : store.all()) {
      if (owns(owner, item.object()) && Json.meta(item.object(), "deletionTimestamp").isEmpty()) {
        delete(item.type(), item.object(), Json.object());
        return true;
      }
    }
    return false;
  }

  private void orphanDependents(ObjectNode owner) {
    for (var item : store.all()) {
      if (owns(owner, item.object())) {
        var free = item.object().deepCopy();
        var references = Json.metadata(free).withArrayProperty("ownerReferences");
        references.removeIf(
            reference -> reference.path("uid").asText().equals(Json.meta(owner, "uid")));
        if (references.isEmpty()) {
          Json.metadata(free).remove("ownerReferences");
        }
        put(item.type(), free);
      }
    }
  }

  private ObjectNode put(ResourceType type, ObjectNode object) {
    var owners = store.owners(type, Json.meta(object, "namespace"), Json.meta(object, "name"));
    return store.put(type, object, owners);
  }
}
