package dev.athanor.testing.kube;

import java.util.ArrayList;
import java.util.List;

/**
 * A path of the API taken apart. What is absent is the empty string: the core group, the namespace
 * of a cluster-scoped resource or of a list over all namespaces, the name of a collection, the
 * subresource.
 */
record ApiPath(
    String group,
    String version,
    String plural,
    String namespace,
    String name,
    String subresource) {

  /** The parts after {@code /api} or {@code /apis/<group>}. */
  static ApiPath parse(String path) {
    var parts = new ArrayList<>(List.of(path.replaceAll("^/+|/+$", "").split("/+", -1)));
    var root = parts.removeFirst();
    var group = root.equals("apis") ? take(parts) : "";
    if (!root.equals("apis") && !root.equals("api")) {
      throw ApiError.of(404, "no such path: " + path);
    }
    var version = take(parts);
    var namespace = "";
    // /namespaces/x and /namespaces/x/status are the namespace itself, longer paths are inside it
    if (parts.size() > 2
        && parts.getFirst().equals("namespaces")
        && !(parts.size() == 3 && List.of("status", "finalize").contains(parts.get(2)))) {
      parts.removeFirst();
      namespace = parts.removeFirst();
    }
    return new ApiPath(group, version, take(parts), namespace, take(parts), take(parts));
  }

  private static String take(List<String> parts) {
    return parts.isEmpty() ? "" : parts.removeFirst();
  }

  /** {@code jobs} or {@code jobs/status}, as RBAC writes it. */
  String resource() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource;
  }
}
