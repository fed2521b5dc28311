package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the operator is told of: its Jobs, their pods, and that a ConfigMap has changed. */
final class Watched implements Sources.Known {
  private static final String BY_CONFIG_MAP = "configMap";
  private static final String BY_DATABASE = "database";

  /** No ConfigMap has this name: resources that look for theirs by labels are found by it. */
  private static final String SELECTED = "*";

  private final SimpleInboundEventSource<DatabaseMigration> told =
      new SimpleInboundEventSource<>("told");

  private @Nullable InformerEventSource<ConfigMap, DatabaseMigration> configMaps;
  private @Nullable InformerEventSource<Job, DatabaseMigration> jobs;
  private @Nullable IndexerResourceCache<DatabaseMigration> migrations;

  List<EventSource<?, DatabaseMigration>> sources(EventSourceContext<DatabaseMigration> context) {
    migrations = context.getPrimaryCache();
    context.getPrimaryCache().addIndexer(BY_CONFIG_MAP, Watched::references);
    context.getPrimaryCache().addIndexer(BY_DATABASE, Neighbours::keys);
    var ofConfigMaps = configMaps(context);
    var ofJobs = jobs(context);
    configMaps = ofConfigMaps;
    jobs = ofJobs;
    return List.of(ofConfigMaps, ofJobs, pods(context), told);
  }

  /** The resources themselves; none before anything is watched. */
  List<DatabaseMigration> migrations() {
    return migrations == null ? List.of() : migrations.list().toList();
  }

  /** The ConfigMap's metadata, if there is such a ConfigMap. */
  @Override
  public Optional<? extends HasMetadata> named(String namespace, String name) {
    return Objects.requireNonNull(configMaps).get(new ResourceID(name, namespace));
  }

  @Override
  public List<String> labelled(String namespace, Map<String, String> labels) {
    return Objects.requireNonNull(configMaps)
        .list(
            namespace,
            it ->
                JobBuilder.orEmpty(it.getMetadata().getLabels())
                    .entrySet()
                    .containsAll(labels.entrySet()))
        .map(it -> it.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** The resources whose status says that they keep this database. */
  Collection<DatabaseMigration> having(String database) {
    return Objects.requireNonNull(migrations).byIndex(BY_DATABASE, database);
  }

  /** Makes the operator look at a resource again. */
  void tell(DatabaseMigration resource) {
    told.propagateEvent(ResourceID.fromResource(resource));
  }

  /** A Job just made is there for the next look, even if the watch is behind. */
  void remember(Job job) {
    Objects.requireNonNull(jobs).handleRecentResourceCreate(ResourceID.fromResource(job), job);
  }

  /**
   * Any ConfigMap may be referred to, so all are watched; of each the informer keeps which version
   * it has and no content.
   */
  private static InformerEventSource<ConfigMap, DatabaseMigration> configMaps(
      EventSourceContext<DatabaseMigration> context) {
    var cache = context.getPrimaryCache();
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(ConfigMap.class, DatabaseMigration.class)
            .withName("configmaps")
            .withNamespacesInheritedFromController()
            .withItemStore(new TransformingItemStore<>(Cached::of))
            .withInformerListLimit(Cached.PAGE_OF_CONFIG_MAPS)
            .withSecondaryToPrimaryMapper(
                configMap ->
                    // labels may have gone, so whoever looks for any looks again
                    Stream.of(configMap.getMetadata().getName(), SELECTED)
                        .map(name -> key(configMap.getMetadata().getNamespace(), name))
                        .flatMap(key -> cache.byIndex(BY_CONFIG_MAP, key).stream())
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(Watched::configMapsOf)
            .build(),
        context);
  }

  private static List<String> references(DatabaseMigration resource) {
    return configMapsOf(resource).stream()
        .map(id -> key(id.getNamespace().orElse(""), id.getName()))
        .toList();
  }

  private static Set<ResourceID> configMapsOf(DatabaseMigration resource) {
    var namespace = resource.getMetadata().getNamespace();
    var spec = resource.getSpec();
    return Stream.of(
            spec.revisions().names().stream(),
            Stream.ofNullable(spec.targetFrom()).map(from -> from.configMapKeyRef().name()),
            Stream.ofNullable(spec.revisions().configMapSelector()).map(_ -> SELECTED))
        .flatMap(Function.identity())
        .map(name -> new ResourceID(name, namespace))
        .collect(Collectors.toSet());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private static InformerEventSource<Job, DatabaseMigration> jobs(
      EventSourceContext<DatabaseMigration> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Job.class, DatabaseMigration.class)
            .withName("jobs")
            .withNamespacesInheritedFromController()
            .withLabelSelector(Names.SELECTOR)
            .withItemStore(new TransformingItemStore<>(Cached::of))
            .withInformerListLimit(Cached.PAGE)
            .withSecondaryToPrimaryMapper(Ours::migration)
            .build(),
        context);
  }

  private static InformerEventSource<Pod, DatabaseMigration> pods(
      EventSourceContext<DatabaseMigration> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Pod.class, DatabaseMigration.class)
            .withName("pods")
            .withNamespacesInheritedFromController()
            .withLabelSelector(Names.SELECTOR)
            .withItemStore(new TransformingItemStore<>(Cached::of))
            .withInformerListLimit(Cached.PAGE)
            .withSecondaryToPrimaryMapper(Ours::migration)
            .build(),
        context);
  }
}
