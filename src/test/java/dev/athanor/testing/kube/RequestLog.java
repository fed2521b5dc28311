package dev.athanor.testing.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every write that was asked for, and the faults that a test has ordered. */
final class RequestLog {
  private static final Set<String> READS = Set.of("get", "list", "watch");

  private record Fault(String verb, String resource, int code) {
    boolean hits(String verb, String resource) {
      return (this.verb.equals("*") || this.verb.equals(verb))
          && (this.resource.equals("*") || this.resource.equals(resource));
    }
  }

  private final List<ApiWrite> writes = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  /** The verb as RBAC has it. */
  static String verb(String method, ApiPath path, boolean watching) {
    return switch (method) {
      case "GET" -> watching ? "watch" : path.name().isEmpty() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> path.name().isEmpty() ? "deletecollection" : "delete";
      default -> method;
    };
  }

  synchronized void fail(int times, String verb, String resource, int code) {
    for (var i = 0; i < times; i++) {
      faults.add(new Fault(verb, resource, code));
    }
  }

  synchronized void failIfAsked(String verb, ApiPath path) {
    var hit = faults.stream().filter(fault -> fault.hits(verb, path.resource())).findFirst();
    if (hit.isPresent()) {
      faults.remove(hit.get());
      throw ApiError.of(hit.get().code(), "a fault ordered by the test");
    }
  }

  synchronized int faultsLeft() {
    return faults.size();
  }

  synchronized void record(String verb, ApiPath path, String agent, int code) {
    // a review asks a question: it writes nothing
    if (!READS.contains(verb) && !path.group().equals("authorization.k8s.io")) {
      writes.add(new ApiWrite(verb, path.resource(), path.namespace(), path.name(), agent, code));
    }
  }

  synchronized List<ApiWrite> writes() {
    return List.copyOf(writes);
  }

  synchronized void clear() {
    writes.clear();
  }
}
