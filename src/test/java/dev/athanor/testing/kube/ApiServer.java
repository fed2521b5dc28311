package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** HTTP in front of the store: takes a request apart, and says what came of it. */
final class ApiServer implements HttpHandler {
  private final ObjectStore store;
  private final ResourceTypes types;
  private final ObjectWriter writer;
  private final Deletion deletion;
  private final RequestLog log;
  private final Discovery discovery;
  private final PodLogs podLogs;

  ApiServer(
      ObjectStore store,
      ResourceTypes types,
      ObjectWriter writer,
      Deletion deletion,
      RequestLog log,
      PodLogs podLogs) {
    this.store = store;
    this.types = types;
    this.writer = writer;
    this.deletion = deletion;
    this.log = log;
    this.discovery = new Discovery(types);
    this.podLogs = podLogs;
  }

  private record Answer(int code, JsonNode body) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var query = query(exchange.getRequestURI().getRawQuery());
      var path = exchange.getRequestURI().getPath();
      try {
        if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
          // a client that tries that first takes a plain 200 as: not here, come by HTTP
          send(exchange, 200, Json.object());
        } else if (discovery.find(path) instanceof ObjectNode found) {
          send(exchange, 200, found);
        } else {
          serve(exchange, ApiPath.parse(path), query, body);
        }
      } catch (ApiError e) {
        send(exchange, e.code(), e.status());
      } catch (RuntimeException e) {
        send(exchange, 500, ApiError.of(500, "the mock broke: " + e).status());
      }
    }
  }

  private void serve(HttpExchange exchange, ApiPath path, Map<String, String> query, byte[] body)
      throws IOException {
    var method = exchange.getRequestMethod();
    var agent = String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"));
    var watching = "true".equals(query.get("watch")) || "1".equals(query.get("watch"));
    var verb = RequestLog.verb(method, path, watching);
    int code = 500;
    try {
      log.failIfAsked(verb, path, agent);
      if (verb.equals("watch")) {
        code = 200;
        watch(exchange, path, query);
        return;
      }
      if (path.subresource().equals("log")) {
        var pod = get(types.find(path), path); // a log goes with its pod
        var text = podLogs.log(path.namespace(), Json.meta(pod, "name"));
        code = 200;
        send(exchange, code, "text/plain", text.getBytes(StandardCharsets.UTF_8));
        return;
      }
      var contentType = exchange.getRequestHeaders().getFirst("Content-Type");
      var answer = answer(method, path, query, contentType, body, agent);
      if (log.losesAnswer(verb, agent)) {
        throw ApiError.of(503, "done, but the test lets the answer get lost");
      }
      code = answer.code();
      send(exchange, code, answer.body());
    } catch (ApiError e) {
      code = e.code();
      throw e;
    } finally {
      log.record(verb, path, agent, code);
    }
  }

  private Answer answer(
      String method,
      ApiPath path,
      Map<String, String> query,
      String contentType,
      byte[] body,
      String agent) {
    if (path.group().equals("authorization.k8s.io")) {
      return new Answer(201, discovery.review(path, (ObjectNode) Json.read(body)));
    }
    var type = types.find(path);
    return switch (method) {
      case "GET" ->
          new Answer(200, path.name().isEmpty() ? list(type, path, query) : get(type, path));
      case "POST" ->
          new Answer(
              201, served(type, writer.create(stored(type), path.namespace(), sent(type, body))));
      case "PUT" -> new Answer(200, replace(type, path, sent(type, body)));
      case "PATCH" -> new Answer(200, patch(type, path, query, contentType, body, agent));
      case "DELETE" -> delete(type, path, query, Json.read(body));
      default -> throw ApiError.of(405, method + " is not allowed");
    };
  }

  private static ResourceType stored(ResourceType type) {
    return EventVersions.stored(type);
  }

  private static ObjectNode served(ResourceType type, ObjectNode object) {
    return EventVersions.toServed(type, object);
  }

  private static ObjectNode sent(ResourceType type, byte[] body) {
    return EventVersions.toStored(type, (ObjectNode) Json.read(body));
  }

  private ObjectNode get(ResourceType type, ApiPath path) {
    return served(
        type,
        store
            .find(stored(type), path.namespace(), path.name())
            .orElseThrow(() -> ApiError.notFound(type, path.name())));
  }

  private ObjectNode list(ResourceType type, ApiPath path, Map<String, String> query) {
    synchronized (store) {
      var list =
          Json.object().put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
      list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
      var items = list.putArray("items");
      var selected = selector(query);
      store.list(stored(type), path.namespace()).stream()
          .map(object -> served(type, object))
          .filter(selected)
          .forEach(items::add);
      return list;
    }
  }

  private ObjectNode replace(ResourceType type, ApiPath path, ObjectNode sent) {
    if (type.custom() && Json.meta(sent, "resourceVersion").isEmpty()) {
      throw ApiError.invalid(
          type, path.name(), "metadata.resourceVersion: must be specified for an update");
    }
    return served(
        type,
        writer.update(
            stored(type), path.namespace(), path.name(), path.subresource(), before -> sent));
  }

  private ObjectNode patch(
      ResourceType type,
      ApiPath path,
      Map<String, String> query,
      String contentType,
      byte[] body,
      String agent) {
    var patch = Json.read(body);
    var kind = contentType == null ? "" : contentType.replaceFirst(";.*", "").strip();
    if (kind.equals("application/apply-patch+yaml")) {
      if (store.find(stored(type), path.namespace(), path.name()).isEmpty()) {
        // what is applied and not there yet takes this right too
        log.called("create", path, agent);
      }
      return served(
          type,
          writer.apply(
              stored(type),
              path.namespace(),
              path.name(),
              path.subresource(),
              sent(type, body),
              query.getOrDefault("fieldManager", agent),
              "true".equals(query.get("force"))));
    }
    return served(
        type,
        writer.update(
            stored(type),
            path.namespace(),
            path.name(),
            path.subresource(),
            before -> {
              var current = served(type, before);
              var after =
                  switch (kind) {
                    case "application/merge-patch+json" -> Patches.merge(current, patch);
                    case "application/json-patch+json" -> Patches.json(current, patch);
                    case "application/strategic-merge-patch+json" -> {
                      if (type.custom()) {
                        throw ApiError.of(415, "custom resources know no strategic merge");
                      }
                      yield Patches.strategic(current, patch);
                    }
                    default -> throw ApiError.of(415, "unknown patch type: " + kind);
                  };
              return EventVersions.toStored(type, (ObjectNode) after);
            }));
  }

  private Answer delete(
      ResourceType type, ApiPath path, Map<String, String> query, JsonNode sentOptions) {
    var options = ((ObjectNode) sentOptions).deepCopy();
    for (var option : new String[] {"propagationPolicy", "gracePeriodSeconds"}) {
      if (query.containsKey(option) && !options.has(option)) {
        options.put(option, query.get(option));
      }
    }
    synchronized (store) {
      if (path.name().isEmpty()) {
        var list = list(type, path, query);
        list.path("items")
            .forEach(object -> deletion.delete(stored(type), (ObjectNode) object, options));
        return new Answer(200, list);
      }
      var object =
          store
              .find(stored(type), path.namespace(), path.name())
              .orElseThrow(() -> ApiError.notFound(type, path.name()));
      for (var field : new String[] {"uid", "resourceVersion"}) {
        var wanted = options.path("preconditions").path(field).asText("");
        if (!wanted.isEmpty() && !wanted.equals(Json.meta(object, field))) {
          throw ApiError.stale(type, path.name());
        }
      }
      var left = deletion.delete(stored(type), object, options);
      return new Answer(
          200, left.map(still -> (JsonNode) served(type, still)).orElseGet(ApiServer::success));
    }
  }

  private static JsonNode success() {
    return Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
  }

  private void watch(HttpExchange exchange, ApiPath path, Map<String, String> query)
      throws IOException {
    var type = types.find(path);
    var selected = selector(query);
    if (!path.name().isEmpty()) {
      selected = selected.and(object -> Json.meta(object, "name").equals(path.name()));
    }
    new WatchStream(store, type, path.namespace(), selected).run(exchange, query);
  }

  private static Predicate<JsonNode> selector(Map<String, String> query) {
    return Selectors.labels(query.getOrDefault("labelSelector", ""))
        .and(Selectors.fields(query.getOrDefault("fieldSelector", "")));
  }

  private static Map<String, String> query(String raw) {
    var query = new HashMap<String, String>();
    for (var pair : raw == null ? new String[0] : raw.split("&", -1)) {
      var parts = pair.split("=", 2);
      query.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static void send(HttpExchange exchange, int code, JsonNode body) throws IOException {
    send(exchange, code, "application/json", Json.write(body));
  }

  private static void send(HttpExchange exchange, int code, String contentType, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
