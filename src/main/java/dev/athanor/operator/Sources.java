package dev.athanor.operator;

import dev.athanor.api.ConfigMapReference;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.ErrorDetail;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.error.AthanorException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The revision sets that resources refer to. The informer knows only which version each ConfigMap
 * has; its content is fetched when that is a new one, read, and forgotten: what stays is the graph.
 */
final class Sources {
  private static final int KEPT = 256;

  private final KubernetesClient client;
  private final BiFunction<String, String, Optional<? extends HasMetadata>> known;
  private final Map<List<String>, SourceState> states =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, SourceState> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Sources over a client.
   *
   * @param known the ConfigMap of this namespace and name, as the informer knows it
   */
  Sources(
      KubernetesClient client, BiFunction<String, String, Optional<? extends HasMetadata>> known) {
    this.client = client;
    this.known = known;
  }

  /** What the resource's ConfigMaps amount to now. */
  SourceState of(DatabaseMigration resource) {
    var namespace = resource.getMetadata().getNamespace();
    var names =
        resource.getSpec().revisions().configMaps().stream().map(ConfigMapReference::name).toList();
    var versions = new ArrayList<String>();
    for (var name : names) {
      var version = known.apply(namespace, name).map(Sources::version);
      if (version.isEmpty()) {
        return missing(namespace, name);
      }
      versions.add(version.get());
    }
    var before = get(versions);
    return before.isPresent() ? before.get() : fetch(namespace, names);
  }

  private synchronized Optional<SourceState> get(List<String> versions) {
    return Optional.ofNullable(states.get(versions));
  }

  private synchronized void put(List<String> versions, SourceState state) {
    states.put(List.copyOf(versions), state);
  }

  private SourceState fetch(String namespace, List<String> names) {
    var versions = new ArrayList<String>();
    var sources = new ArrayList<Source>();
    for (var name : names) {
      var configMap = client.configMaps().inNamespace(namespace).withName(name).get();
      if (configMap == null) {
        return missing(namespace, name);
      }
      versions.add(version(configMap));
      sources.add(source(configMap));
    }
    var state = read(sources);
    put(versions, state);
    return state;
  }

  private static Source source(ConfigMap configMap) {
    return Source.configMap(
        configMap.getMetadata().getNamespace(),
        configMap.getMetadata().getName(),
        JobBuilder.orEmpty(configMap.getData()),
        JobBuilder.orEmpty(configMap.getBinaryData()));
  }

  /** What these sources amount to, with the errors of their content as a value. */
  static SourceState read(List<Source> sources) {
    try {
      var set = RevisionSet.of(sources);
      return new SourceState.Loaded(set.digest(), set.graph());
    } catch (AthanorException e) {
      return new SourceState.Broken(ErrorDetail.of(e));
    }
  }

  private static SourceState missing(String namespace, String name) {
    return new SourceState.Missing(
        "ConfigMap %s/%s (spec.revisions.configMaps) does not exist yet"
            .formatted(namespace, name));
  }

  /** The uid too: a ConfigMap made anew is another one, whatever its version. */
  private static String version(HasMetadata configMap) {
    return configMap.getMetadata().getUid() + "@" + configMap.getMetadata().getResourceVersion();
  }
}
