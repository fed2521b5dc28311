package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment, with what it takes from Secrets, ConfigMaps and the pod. */
final class ContainerEnv {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([-._a-zA-Z0-9]+)\\)");

  private final ObjectData objects;
  private final Pod pod;
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Resolves the environment.
   *
   * @throws NotYetThere when an object or a key that it needs does not exist
   */
  ContainerEnv(ObjectData objects, Pod pod, Container container) {
    this.objects = objects;
    this.pod = pod;
    for (var source : container.getEnvFrom()) {
      var prefix = source.getPrefix() == null ? "" : source.getPrefix();
      if (source.getSecretRef() != null) {
        all(prefix, "secret", source.getSecretRef().getName(), source.getSecretRef().getOptional());
      }
      if (source.getConfigMapRef() != null) {
        var reference = source.getConfigMapRef();
        all(prefix, "configmap", reference.getName(), reference.getOptional());
      }
    }
    container.getEnv().forEach(this::add);
  }

  Map<String, String> values() {
    return values;
  }

  /** Replaces each {@code $(NAME)} that the environment has. */
  String expand(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
  }

  private void all(String prefix, String kind, String name, Boolean optional) {
    data(kind, name, Boolean.TRUE.equals(optional))
        .orElse(Map.of())
        .forEach((key, bytes) -> values.put(prefix + key, text(bytes)));
  }

  private void add(EnvVar variable) {
    var from = variable.getValueFrom();
    if (from == null) {
      values.put(
          variable.getName(), expand(variable.getValue() == null ? "" : variable.getValue()));
    } else if (from.getSecretKeyRef() != null) {
      var key = from.getSecretKeyRef();
      one(variable.getName(), "secret", key.getName(), key.getKey(), key.getOptional());
    } else if (from.getConfigMapKeyRef() != null) {
      var key = from.getConfigMapKeyRef();
      one(variable.getName(), "configmap", key.getName(), key.getKey(), key.getOptional());
    } else if (from.getFieldRef() != null) {
      values.put(variable.getName(), field(from.getFieldRef().getFieldPath()));
    }
  }

  private void one(String variable, String kind, String name, String key, Boolean optional) {
    var may = Boolean.TRUE.equals(optional);
    var value = data(kind, name, may).map(data -> data.get(key));
    if (value.isEmpty() && !may) {
      throw NotYetThere.config(
          "couldn't find key %s in %s %s/%s"
              .formatted(key, kind, pod.getMetadata().getNamespace(), name));
    }
    value.ifPresent(bytes -> values.put(variable, text(bytes)));
  }

  private Optional<Map<String, byte[]>> data(String kind, String name, boolean optional) {
    var data = kind.equals("secret") ? objects.secret(name) : objects.configMap(name);
    if (data.isEmpty() && !optional) {
      throw NotYetThere.config("%s \"%s\" not found".formatted(kind, name));
    }
    return data;
  }

  private String field(String path) {
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.nodeName" -> pod.getSpec().getNodeName();
      case "spec.serviceAccountName" ->
          pod.getSpec().getServiceAccountName() == null
              ? "default"
              : pod.getSpec().getServiceAccountName();
      default -> throw NotYetThere.config("the stand-in knows no field " + path);
    };
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
