package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The etcd of the mock: objects by type and name, one version counter over all of them, and every
 * change told to whoever watches. Objects that are in it never change; a write puts another one.
 *
 * <p>Its monitor is the lock of the whole mock: a caller that reads, decides and writes holds it.
 */
final class ObjectStore {
  private static final int HISTORY = 20_000;

  /** One write. {@code before} is missing at a creation; {@code after} is what a deletion left. */
  record Change(long version, ResourceType type, Kind kind, JsonNode before, ObjectNode after) {
    enum Kind {
      WRITTEN,
      REMOVED,
      CLOSED
    }
  }

  /** An object and what it is. */
  record Item(ResourceType type, ObjectNode object) {}

  private record Slot(ResourceType type, ObjectNode object, FieldOwners owners) {}

  private final Map<String, Map<String, Slot>> slots = new LinkedHashMap<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final List<BlockingQueue<Change>> watchers = new CopyOnWriteArrayList<>();
  private long version = 1;
  private long oldest = 0;

  synchronized long version() {
    return version;
  }

  private Map<String, Slot> slots(ResourceType type) {
    return slots.computeIfAbsent(type.groupResource(), name -> new TreeMap<>());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  synchronized Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
    return Optional.ofNullable(slots(type).get(key(namespace, name))).map(Slot::object);
  }

  synchronized FieldOwners owners(ResourceType type, String namespace, String name) {
    var slot = slots(type).get(key(namespace, name));
    return slot == null ? new FieldOwners() : slot.owners().copy();
  }

  /** Those of one type, in one namespace or, with an empty one, in all. */
  synchronized List<ObjectNode> list(ResourceType type, String namespace) {
    return slots(type).values().stream()
        .map(Slot::object)
        .filter(object -> namespace.isEmpty() || Json.meta(object, "namespace").equals(namespace))
        .toList();
  }

  /** All objects there are. */
  synchronized List<Item> all() {
    return slots.values().stream()
        .map(Map::values)
        .flatMap(Collection::stream)
        .map(slot -> new Item(slot.type(), slot.object()))
        .toList();
  }

  /** Puts the object, which is the store's from now on, under the next version. */
  synchronized ObjectNode put(ResourceType type, ObjectNode object, FieldOwners owners) {
    var metadata = Json.metadata(object);
    metadata.put("resourceVersion", Long.toString(++version));
    var managed = owners.managedFields();
    if (managed.isEmpty()) {
      metadata.remove("managedFields");
    } else {
      metadata.set("managedFields", managed);
    }
    var key = key(Json.meta(object, "namespace"), Json.meta(object, "name"));
    var before = slots(type).put(key, new Slot(type, object, owners));
    publish(
        new Change(
            version,
            type,
            Change.Kind.WRITTEN,
            before == null ? MissingNode.getInstance() : before.object(),
            object));
    return object;
  }

  /** Removes the object; what watchers get to see carries the version of its removal. */
  synchronized void remove(ResourceType type, ObjectNode object) {
    slots(type).remove(key(Json.meta(object, "namespace"), Json.meta(object, "name")));
    var last = object.deepCopy();
    Json.metadata(last).put("resourceVersion", Long.toString(++version));
    publish(new Change(version, type, Change.Kind.REMOVED, object, last));
  }

  private void publish(Change change) {
    history.add(change);
    if (history.size() > HISTORY) {
      oldest = history.removeFirst().version();
    }
    watchers.forEach(watcher -> watcher.add(change));
  }

  /** Changes of all types after a version, those that happened already first. */
  synchronized BlockingQueue<Change> watch(long after) {
    if (after < oldest) {
      throw ApiError.of(410, "too old resource version: %d (%d)".formatted(after, oldest));
    }
    var queue = new LinkedBlockingQueue<Change>();
    history.stream().filter(change -> change.version() > after).forEach(queue::add);
    watchers.add(queue);
    return queue;
  }

  void unwatch(BlockingQueue<Change> queue) {
    watchers.remove(queue);
  }

  /** Ends every watch, as a server does that is restarted; watchers come back for the rest. */
  synchronized void closeWatches() {
    var end =
        new Change(
            version,
            ResourceType.BUILT_IN.getFirst(),
            Change.Kind.CLOSED,
            Json.object(),
            Json.object());
    watchers.forEach(watcher -> watcher.add(end));
  }
}
