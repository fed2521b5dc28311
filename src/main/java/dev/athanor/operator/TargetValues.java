package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.ConfigMapKeyReference;
import dev.athanor.api.ErrorDetail;
import dev.athanor.error.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Targets that are written in ConfigMaps, each read once for a version of its ConfigMap. */
final class TargetValues {
  private static final int KEPT = 4096;

  /** One target that stays what it is: relative ones would be carried out again and again. */
  private static final Pattern TARGET = Pattern.compile("[^-+ ][^ ]{0,254}");

  private final KubernetesClient client;
  private final Sources.Known known;
  private final Map<List<String>, Optional<String>> values =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Optional<String>> eldest) {
          return size() > KEPT;
        }
      };

  TargetValues(KubernetesClient client, Sources.Known known) {
    this.client = client;
    this.known = known;
  }

  /** The set with its target, or what is wrong with that. */
  SourceState into(SourceState.Usable set, String namespace, ConfigMapKeyReference from) {
    var version = known.named(namespace, from.name()).map(Sources::version);
    if (version.isEmpty()) {
      return Sources.missing(namespace, from.name(), "spec.targetFrom");
    }
    var place = "key %s of ConfigMap %s/%s".formatted(from.key(), namespace, from.name());
    var value = value(version.get(), namespace, from);
    if (value.isEmpty()) {
      return broken(
          ConditionReason.CONFIG_MAP_KEY_NOT_FOUND.id(),
          "there is no %s (spec.targetFrom): add it".formatted(place));
    }
    var target = value.get().strip();
    if (!TARGET.matcher(target).matches() || Observed.relative(target)) {
      return broken(
          Reason.INVALID_CONFIGURATION.id(),
          "'%s' in %s (spec.targetFrom) is no target that can be followed: write head, heads, a revision or <label>@head"
              .formatted(Fitting.cut(target, 64), place));
    }
    return switch (set) {
      case SourceState.Loaded(var digest, var graph, var checksums, var mounted, _) ->
          new SourceState.Loaded(digest, graph, checksums, mounted, Optional.of(target));
      case SourceState.Opaque(var digest, var mounted, _) ->
          new SourceState.Opaque(digest, mounted, Optional.of(target));
    };
  }

  private static SourceState broken(String reason, String message) {
    return new SourceState.Broken(new ErrorDetail(reason, message));
  }

  private synchronized Optional<String> value(
      String version, String namespace, ConfigMapKeyReference from) {
    var known = values.get(List.of(version, from.key()));
    if (known != null) {
      return known;
    }
    var configMap = client.configMaps().inNamespace(namespace).withName(from.name()).get();
    var value =
        Optional.ofNullable(configMap).map(ConfigMap::getData).map(data -> data.get(from.key()));
    if (configMap != null) {
      values.put(List.of(Sources.version(configMap), from.key()), value);
    }
    return value;
  }
}
