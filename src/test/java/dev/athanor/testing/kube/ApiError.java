package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/** A refusal of the API server: what becomes a {@code Status} of kind Failure. */
final class ApiError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;

  /** What machines tell this refusal from others by; empty for most. */
  private final String cause;

  private ApiError(int code, String reason, String message) {
    this(code, reason, message, "");
  }

  private ApiError(int code, String reason, String message, String cause) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.cause = cause;
  }

  static ApiError of(int code, String message) {
    return new ApiError(
        code,
        switch (code) {
          case 400 -> "BadRequest";
          case 403 -> "Forbidden";
          case 404 -> "NotFound";
          case 409 -> "Conflict";
          case 410 -> "Expired";
          case 415 -> "UnsupportedMediaType";
          case 422 -> "Invalid";
          case 429 -> "TooManyRequests";
          default -> "InternalError";
        },
        message);
  }

  static ApiError notFound(ResourceType type, String name) {
    return of(404, "%s \"%s\" not found".formatted(type.groupResource(), name));
  }

  static ApiError alreadyExists(ResourceType type, String name) {
    return new ApiError(
        409, "AlreadyExists", "%s \"%s\" already exists".formatted(type.groupResource(), name));
  }

  static ApiError terminating(ResourceType type, String name, String namespace) {
    return new ApiError(
        403,
        "Forbidden",
        "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
            .formatted(type.groupResource(), name, namespace),
        "NamespaceTerminating");
  }

  static ApiError stale(ResourceType type, String name) {
    return of(
        409,
        "Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply your changes to the latest version and try again"
            .formatted(type.groupResource(), name));
  }

  static ApiError invalid(ResourceType type, String name, String why) {
    return of(422, "%s \"%s\" is invalid: %s".formatted(type.kind(), name, why));
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    var status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
    status.putObject("metadata");
    if (!cause.isEmpty()) {
      status.putObject("details").putArray("causes").addObject().put("reason", cause);
    }
    return status.put("message", getMessage()).put("reason", reason).put("code", code);
  }
}
