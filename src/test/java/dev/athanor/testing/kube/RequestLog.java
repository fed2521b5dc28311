package dev.athanor.testing.kube;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

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
  private final Map<String, Set<String>> calls = new HashMap<>();
  private final Map<String, Cut> cuts = new HashMap<>();
  private final Set<String> tried = new HashSet<>();
  private OptionalInt firstOfEach = OptionalInt.empty();

  /** How many more writes of a client get through, and whether the last one is answered. */
  private record Cut(int writes, boolean lastAnswered) {}

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

  /** From here on the first try of every write fails with this code. */
  synchronized void failFirstOfEach(int code) {
    firstOfEach = OptionalInt.of(code);
  }

  synchronized void cut(String agent, int writes, boolean lastAnswered) {
    cuts.put(agent, new Cut(writes, lastAnswered));
  }

  synchronized void mend(String agent) {
    cuts.remove(agent);
  }

  /** Whether nothing of this client gets through any more. */
  synchronized boolean isCut(String agent) {
    return cuts.containsKey(agent) && cuts.get(agent).writes() == 0;
  }

  /** Everything this client has asked for, as {@code verb group/resource}. */
  synchronized Set<String> calls(String agent) {
    return Set.copyOf(calls.getOrDefault(agent, Set.of()));
  }

  synchronized void failIfAsked(String verb, ApiPath path, String agent) {
    // not when it is answered: a watch may never end
    called(verb, path, agent);
    if (isCut(agent)) {
      throw ApiError.of(503, "the test has cut this client off");
    }
    if (firstOfEach.isPresent()
        && !READS.contains(verb)
        && agent.equals("operator")
        && tried.add(verb + " " + path)) {
      throw ApiError.of(firstOfEach.getAsInt(), "the first try fails, says the test");
    }
    var hit = faults.stream().filter(fault -> fault.hits(verb, path.resource())).findFirst();
    if (hit.isPresent()) {
      faults.remove(hit.get());
      throw ApiError.of(hit.get().code(), "a fault ordered by the test");
    }
  }

  /** Something that takes a right was asked for. */
  synchronized void called(String verb, ApiPath path, String agent) {
    calls
        .computeIfAbsent(agent, _ -> new TreeSet<>())
        .add(verb + " " + path.group() + "/" + path.resource());
  }

  synchronized void forgiveFaults() {
    faults.clear();
  }

  synchronized int faultsLeft() {
    return faults.size();
  }

  /** Counts a write that was carried out; whether its answer gets lost. */
  synchronized boolean losesAnswer(String verb, String agent) {
    var cut = cuts.get(agent);
    if (cut == null || READS.contains(verb) || cut.writes() == 0) {
      return false;
    }
    cuts.put(agent, new Cut(cut.writes() - 1, cut.lastAnswered()));
    return cut.writes() == 1 && !cut.lastAnswered();
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
