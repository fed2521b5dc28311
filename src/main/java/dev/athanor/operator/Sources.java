package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.ImageSource;
import dev.athanor.changelog.RevisionFile;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The revision sets that resources refer to. The informer knows only which version each ConfigMap
 * has; its content is fetched when that is a new one, read, and forgotten: what stays is the graph.
 */
final class Sources {
  /** In all sets together: a few hundred bytes each. */
  private static final int KEPT_REVISIONS = 100_000;

  private static final int SELECTED = 64;
  private static final int IMAGES_SINCE = 35;

  private final KubernetesClient client;
  private final Known known;
  private final TargetValues targets;

  /** What was asked for last is at the end. */
  private final Map<List<String>, SourceState> states = new LinkedHashMap<>(16, 0.75f, true);

  private int kept;

  /** ConfigMaps as the informer knows them: without their content. */
  interface Known {
    /** The one of this namespace and name. */
    Optional<? extends HasMetadata> named(String namespace, String name);

    /** The names of those of this namespace that have all of these labels, sorted. */
    List<String> labelled(String namespace, Map<String, String> labels);
  }

  Sources(KubernetesClient client, Known known) {
    this.client = client;
    this.known = known;
    this.targets = new TargetValues(client, known);
  }

  /** What the resource's revisions amount to now. */
  SourceState of(DatabaseMigration resource) {
    var set = set(resource);
    var from = resource.getSpec().targetFrom();
    return from != null && set instanceof SourceState.Usable usable
        ? targets.into(usable, resource.getMetadata().getNamespace(), from.configMapKeyRef())
        : set;
  }

  private SourceState set(DatabaseMigration resource) {
    var namespace = resource.getMetadata().getNamespace();
    var revisions = resource.getSpec().revisions();
    if (revisions.image() != null) {
      return image(revisions.image());
    }
    var selector = revisions.configMapSelector();
    if (selector == null) {
      return configMaps(namespace, revisions.names());
    }
    var names = known.labelled(namespace, selector.matchLabels());
    if (names.isEmpty()) {
      return new SourceState.Missing(
          "no ConfigMap in namespace %s has the labels of spec.revisions.configMapSelector (%s) yet"
              .formatted(namespace, labels(selector.matchLabels())));
    }
    return names.size() <= SELECTED
        ? configMaps(namespace, names)
        : new SourceState.Broken(
            new ErrorDetail(
                dev.athanor.error.Reason.INVALID_CONFIGURATION.id(),
                "%d ConfigMaps have the labels of spec.revisions.configMapSelector, and %d are the most: use larger ones, or spec.revisions.image"
                    .formatted(names.size(), SELECTED)));
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** Older servers drop the field in silence, and the Job would run on nothing. */
  private SourceState image(ImageSource image) {
    var version = client.getKubernetesVersion();
    var minor = Integer.parseInt("0" + version.getMinor().replaceAll("[^0-9].*", ""));
    return version.getMajor().equals("1") && minor < IMAGES_SINCE
        ? new SourceState.Broken(
            new ErrorDetail(
                ConditionReason.IMAGE_VOLUMES_UNSUPPORTED.id(),
                "spec.revisions.image needs Kubernetes 1.%d or newer, and this is %s.%s: use spec.revisions.configMaps"
                    .formatted(IMAGES_SINCE, version.getMajor(), version.getMinor())))
        : new SourceState.Opaque(image.digest(), new Mounted.Image(image), Optional.empty());
  }

  private SourceState configMaps(String namespace, List<String> names) {
    var versions = new ArrayList<String>();
    for (var name : names) {
      var version = known.named(namespace, name).map(Sources::version);
      if (version.isEmpty()) {
        return missing(namespace, name, "spec.revisions");
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
    var before = states.put(List.copyOf(versions), state);
    kept += weight(state) - (before == null ? 0 : weight(before));
    var eldest = states.values().iterator();
    while (kept > KEPT_REVISIONS && states.size() > 1) {
      kept -= weight(eldest.next());
      eldest.remove();
    }
  }

  /** One for what is broken, for it is kept too. */
  private static int weight(SourceState state) {
    return state instanceof SourceState.Loaded set ? 1 + set.graph().revisions().size() : 1;
  }

  private SourceState fetch(String namespace, List<String> names) {
    var versions = new ArrayList<String>();
    var sources = new ArrayList<Source>();
    for (var name : names) {
      var configMap = client.configMaps().inNamespace(namespace).withName(name).get();
      if (configMap == null) {
        return missing(namespace, name, "spec.revisions");
      }
      versions.add(version(configMap));
      sources.add(source(configMap));
    }
    var state = read(names, sources);
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
  static SourceState read(List<String> names, List<Source> sources) {
    try {
      var set = RevisionSet.of(sources);
      Function<RevisionFile, String> id = file -> file.revision().id();
      return new SourceState.Loaded(
          set.digest(),
          set.graph(),
          set.files().stream().collect(Collectors.toMap(id, RevisionFile::checksum)),
          new Mounted.ConfigMaps(names),
          Optional.empty());
    } catch (AthanorException e) {
      return new SourceState.Broken(ErrorDetail.of(e));
    }
  }

  static SourceState missing(String namespace, String name, String field) {
    return new SourceState.Missing(
        "ConfigMap %s/%s (%s) does not exist yet".formatted(namespace, name, field));
  }

  /** The uid too: a ConfigMap made anew is another one, whatever its version. */
  static String version(HasMetadata configMap) {
    return configMap.getMetadata().getUid() + "@" + configMap.getMetadata().getResourceVersion();
  }
}
