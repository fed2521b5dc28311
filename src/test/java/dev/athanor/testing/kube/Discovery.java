package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the server says of itself: version, groups, resources, and that everything is allowed. */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final ResourceTypes types;

  Discovery(ResourceTypes types) {
    this.types = types;
  }

  /** The document at this path; missing when the path is none of discovery. */
  JsonNode find(String path) {
    var parts = path.replaceAll("^/+|/+$", "").split("/", -1);
    return switch (parts[0]) {
      case "version" ->
          Json.object().put("major", "1").put("minor", "34").put("gitVersion", "v1.34.0-mock");
      case "healthz", "livez", "readyz" -> Json.object().put("status", "ok");
      case "api" ->
          switch (parts.length) {
            case 1 -> coreVersions();
            case 2 -> resources("", parts[1]);
            default -> MissingNode.getInstance();
          };
      case "apis" ->
          switch (parts.length) {
            case 1 -> groups();
            case 2 -> group(parts[1]);
            case 3 -> resources(parts[1], parts[2]);
            default -> MissingNode.getInstance();
          };
      default -> MissingNode.getInstance();
    };
  }

  private static ObjectNode coreVersions() {
    var versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private ObjectNode groups() {
    var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    var groups = list.putArray("groups");
    types.all().stream()
        .map(ResourceType::group)
        .filter(group -> !group.isEmpty())
        .distinct()
        .forEach(group -> groups.add(group(group)));
    return list;
  }

  private ObjectNode group(String name) {
    Set<String> versions =
        types.all().stream()
            .filter(type -> type.group().equals(name))
            .map(ResourceType::version)
            .collect(Collectors.toCollection(TreeSet::new));
    if (versions.isEmpty()) {
      throw ApiError.of(404, "no such group: " + name);
    }
    var group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
    var list = group.putArray("versions");
    for (var version : versions) {
      var entry = Json.object().put("groupVersion", name + "/" + version).put("version", version);
      list.add(entry);
      group.set("preferredVersion", entry);
    }
    return group;
  }

  private ObjectNode resources(String group, String version) {
    var list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    var resources = list.putArray("resources");
    for (var type : types.all()) {
      if (type.group().equals(group) && type.version().equals(version)) {
        add(resources.addObject(), type, "");
        if (type.statusSubresource()) {
          add(resources.addObject(), type, "/status");
        }
      }
    }
    if (resources.isEmpty()) {
      throw ApiError.of(404, "no such group and version: " + group + "/" + version);
    }
    return list;
  }

  private static void add(ObjectNode entry, ResourceType type, String subresource) {
    entry
        .put("name", type.plural() + subresource)
        .put("singularName", type.kind().toLowerCase(java.util.Locale.ROOT))
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
    var verbs = entry.putArray("verbs");
    (subresource.isEmpty() ? VERBS : List.of("get", "patch", "update")).forEach(verbs::add);
  }

  /** A review of access: the mock allows everything. */
  ObjectNode review(ApiPath path, ObjectNode asked) {
    var answer = asked.deepCopy();
    if (path.plural().equals("selfsubjectrulesreviews")) {
      var status = answer.putObject("status").put("incomplete", false);
      status.putArray("nonResourceRules");
      var rule = status.putArray("resourceRules").addObject();
      for (var field : new String[] {"verbs", "apiGroups", "resources"}) {
        rule.putArray(field).add("*");
      }
    } else {
      answer.putObject("status").put("allowed", true);
    }
    return answer;
  }
}
