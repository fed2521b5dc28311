package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One watch: lines of JSON until the client goes, its time is up, or the server closes. */
final class WatchStream {
  private static final long UNTIL_CLOSED_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private final ObjectStore store;
  private final ResourceType type;
  private final String namespace;
  private final Predicate<JsonNode> selected;

  WatchStream(
      ObjectStore store, ResourceType type, String namespace, Predicate<JsonNode> selected) {
    this.store = store;
    this.type = type;
    this.namespace = namespace;
    this.selected = selected;
  }

  void run(HttpExchange exchange, Map<String, String> query) throws IOException {
    var since = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
    var seconds = Long.parseLong(query.getOrDefault("timeoutSeconds", "" + UNTIL_CLOSED_SECONDS));
    var first = Json.array();
    BlockingQueue<ObjectStore.Change> changes;
    synchronized (store) {
      if (since == 0) {
        store.list(EventVersions.stored(type), namespace).forEach(first::add);
        since = store.version();
      }
      changes = store.watch(since);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    try (var out = exchange.getResponseBody()) {
      if ("true".equals(query.get("allowWatchBookmarks"))) {
        // the server of the JDK keeps its headers back until there is something to send with them,
        // and until then the client does not know that it watches
        bookmark(out, since);
      }
      for (var object : first) {
        if (isIn(object)) {
          write(out, "ADDED", (ObjectNode) object);
        }
      }
      follow(changes, out, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.unwatch(changes);
    }
  }

  private void bookmark(OutputStream out, long version) throws IOException {
    var object = Json.object().put("kind", type.kind()).put("apiVersion", type.apiVersion());
    object.putObject("metadata").put("resourceVersion", Long.toString(version));
    write(out, "BOOKMARK", object);
  }

  private void follow(BlockingQueue<ObjectStore.Change> changes, OutputStream out, long deadline)
      throws IOException, InterruptedException {
    while (true) {
      var change = changes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (change == null || change.kind() == ObjectStore.Change.Kind.CLOSED) {
        return;
      }
      if (!change.type().groupResource().equals(EventVersions.stored(type).groupResource())) {
        continue;
      }
      var was = isIn(change.before());
      var is = change.kind() == ObjectStore.Change.Kind.WRITTEN && isIn(change.after());
      // an object that stops matching the selector is deleted as far as this watch is concerned
      if (was || is) {
        write(out, is ? was ? "MODIFIED" : "ADDED" : "DELETED", change.after());
      }
    }
  }

  private boolean isIn(JsonNode object) {
    return object instanceof ObjectNode stored
        && (namespace.isEmpty() || Json.meta(object, "namespace").equals(namespace))
        && selected.test(EventVersions.toServed(type, stored));
  }

  private void write(OutputStream out, String event, ObjectNode object) throws IOException {
    var line = Json.object().put("type", event);
    line.set("object", EventVersions.toServed(type, object));
    out.write(Json.write(line));
    out.write('\n');
    out.flush();
  }
}
