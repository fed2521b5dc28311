import java.time.Instant;
import java.util.Set;

/** A request of the operator, as the audit log has it. */
record Request(String verb, String resource, int code, Instant at) {
  boolean write() {
    // asking what one may do leaves nothing behind
    return !resource.endsWith("reviews")
        && Set.of("create", "update", "patch", "delete").contains(verb);
  }

  boolean lease() {
    return resource.equals("leases");
  }

  String kind() {
    return "%s %s%s".formatted(verb, resource, code < 400 ? "" : " (" + code + ")");
  }
}
