package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the real server fills in and refuses in the built-in kinds, as far as an operator that runs
 * Jobs can get it wrong.
 */
final class BuiltInRules {
  private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
  private static final int MAX_BYTES = 1024 * 1024;

  private BuiltInRules() {}

  /** Fills in defaults, in place. */
  static void complete(ResourceType type, ObjectNode object) {
    switch (type.groupResource()) {
      case "jobs.batch" -> completeJob(object);
      case "secrets" -> completeSecret(object);
      case "pods" -> {
        if (!object.has("status")) {
          object.putObject("status").put("phase", "Pending");
        }
      }
      case "customresourcedefinitions.apiextensions.k8s.io" -> establish(object);
      default -> {}
    }
  }

  private static void completeJob(ObjectNode job) {
    job.withObjectProperty("status");
    var spec = job.withObjectProperty("spec");
    putIfAbsent(spec, "parallelism", 1);
    putIfAbsent(spec, "completions", 1);
    putIfAbsent(spec, "backoffLimit", 6);
    if (!spec.has("completionMode")) {
      spec.put("completionMode", "NonIndexed");
    }
    if (!spec.has("suspend")) {
      spec.put("suspend", false);
    }
    if (!spec.has("podReplacementPolicy")) {
      spec.put(
          "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
    }
    if (!spec.has("selector")) {
      var uid = Json.meta(job, "uid");
      spec.putObject("selector")
          .putObject("matchLabels")
          .put("batch.kubernetes.io/controller-uid", uid);
      spec.withObjectProperty("template")
          .withObjectProperty("metadata")
          .withObjectProperty("labels")
          .put("batch.kubernetes.io/controller-uid", uid)
          .put("batch.kubernetes.io/job-name", Json.meta(job, "name"))
          .put("controller-uid", uid)
          .put("job-name", Json.meta(job, "name"));
    }
  }

  private static void putIfAbsent(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void completeSecret(ObjectNode secret) {
    if (secret.remove("stringData") instanceof ObjectNode texts) {
      var data = secret.withObjectProperty("data");
      texts
          .properties()
          .forEach(
              text ->
                  data.put(
                      text.getKey(),
                      Base64.getEncoder()
                          .encodeToString(
                              text.getValue().asText().getBytes(StandardCharsets.UTF_8))));
    }
    if (!secret.has("type")) {
      secret.put("type", "Opaque");
    }
  }

  private static void establish(ObjectNode crd) {
    var status = crd.withObjectProperty("status");
    if (status.path("conditions").isEmpty()) {
      var conditions = status.putArray("conditions");
      for (var type : List.of("NamesAccepted", "Established")) {
        conditions.addObject().put("type", type).put("status", "True").put("reason", "Stub");
      }
      status.set("acceptedNames", crd.path("spec").path("names").deepCopy());
    }
  }

  /** Throws on an object that the real server would refuse. */
  static void check(ResourceType type, ObjectNode object) {
    switch (type.groupResource()) {
      case "jobs.batch" -> checkJob(type, object);
      case "configmaps" -> {
        checkData(type, object, object.path("data"));
        checkData(type, object, object.path("binaryData"));
      }
      case "secrets" -> checkData(type, object, object.path("data"));
      default -> {}
    }
  }

  private static void checkData(ResourceType type, ObjectNode object, JsonNode data) {
    var name = Json.meta(object, "name");
    var size = 0L;
    for (var entry : data.properties()) {
      if (!KEY.matcher(entry.getKey()).matches()) {
        throw ApiError.invalid(type, name, "data[" + entry.getKey() + "]: Invalid value");
      }
      size += entry.getValue().asText().length();
    }
    if (size > MAX_BYTES) {
      throw ApiError.invalid(type, name, "[]: Too long: must have at most 1048576 bytes");
    }
  }

  private static void checkJob(ResourceType type, ObjectNode job) {
    var name = Json.meta(job, "name");
    var pod = job.path("spec").path("template").path("spec");
    var restart = pod.path("restartPolicy").asText("");
    if (!restart.equals("Never") && !restart.equals("OnFailure")) {
      throw ApiError.invalid(
          type,
          name,
          "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"");
    }
    if (pod.path("containers").isEmpty()) {
      throw ApiError.invalid(type, name, "spec.template.spec.containers: Required value");
    }
    if (name.length() > 63) {
      // not the Job but its pods would be refused: the label job-name is too long
      throw ApiError.invalid(
          type, name, "spec.template.labels: must be no more than 63 characters");
    }
    var policy = job.path("spec").path("podFailurePolicy");
    if (!policy.isMissingNode() && !restart.equals("Never")) {
      throw ApiError.invalid(
          type,
          name,
          "spec.template.spec.restartPolicy: Invalid value: only \"Never\" is supported when podFailurePolicy is specified");
    }
    for (var rule : policy.path("rules")) {
      checkRule(type, name, pod, rule);
    }
  }

  private static void checkRule(ResourceType type, String name, JsonNode pod, JsonNode rule) {
    var codes = rule.path("onExitCodes");
    if (codes.isMissingNode() == !rule.has("onPodConditions")) {
      throw ApiError.invalid(
          type,
          name,
          "spec.podFailurePolicy.rules: specifying one of onExitCodes and onPodConditions is required");
    }
    if (codes.isMissingNode()) {
      return;
    }
    var before = Integer.MIN_VALUE;
    for (var code : codes.path("values")) {
      if (code.asInt() <= before
          || (code.asInt() == 0 && codes.path("operator").asText().equals("In"))) {
        throw ApiError.invalid(
            type,
            name,
            "spec.podFailurePolicy.rules.onExitCodes.values: must be ordered, unique and not 0");
      }
      before = code.asInt();
    }
    var container = codes.path("containerName").asText("");
    if (!container.isEmpty()
        && ListKeys.find(
                pod.path("containers"), Json.object().put("name", container), List.of("name"))
            .isMissingNode()) {
      throw ApiError.invalid(
          type,
          name,
          "spec.podFailurePolicy.rules.onExitCodes.containerName: must be one of the containers");
    }
  }

  /** Throws on a change that the real server would refuse. */
  static void checkChange(ResourceType type, JsonNode before, JsonNode after) {
    var name = Json.meta(before, "name");
    if (type.is("jobs.batch")) {
      // a suspended Job that has not started may still be given to other nodes, which no test does
      for (var field : List.of("template", "selector", "completionMode", "podFailurePolicy")) {
        if (!before.path("spec").path(field).equals(after.path("spec").path(field))) {
          throw ApiError.invalid(
              type, name, "spec." + field + ": Invalid value: field is immutable");
        }
      }
    }
    if ((type.is("configmaps") || type.is("secrets"))
        && before.path("immutable").asBoolean()
        && !(before.path("data").equals(after.path("data"))
            && before.path("binaryData").equals(after.path("binaryData"))
            && after.path("immutable").asBoolean())) {
      throw ApiError.of(403, "data: Forbidden: field is immutable when `immutable` is set");
    }
  }
}
