package dev.athanor.cli.kube;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.operator.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a cluster, in the words of {@code kubectl athanor}. Every method says what the
 * API server refuses, or that it cannot be reached, as an {@link AthanorException}.
 */
public final class Cluster implements AutoCloseable {
  private final KubernetesClient client;
  private final String namespace;

  /** Owns the client and closes it. */
  public Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Where resources are looked for. */
  public String namespace() {
    return namespace;
  }

  /** All of them, in this namespace or in all, by name. */
  public List<DatabaseMigration> list(boolean allNamespaces) {
    var all = client.resources(DatabaseMigration.class);
    return asked(
            () ->
                (allNamespaces ? all.inAnyNamespace() : all.inNamespace(namespace))
                    .list()
                    .getItems())
        .stream()
        .sorted(
            Comparator.comparing((DatabaseMigration it) -> it.getMetadata().getNamespace())
                .thenComparing(it -> it.getMetadata().getName()))
        .toList();
  }

  /**
   * The one of this name.
   *
   * @throws AthanorException ResourceNotFound
   */
  public DatabaseMigration get(String name) {
    var found = asked(() -> handle(name).get());
    if (found == null) {
      throw missing(name);
    }
    return found;
  }

  /** That there is no such resource. */
  public AthanorException missing(String name) {
    return new AthanorException(
        Reason.RESOURCE_NOT_FOUND,
        "There is no DatabaseMigration '%s' in namespace '%s'; 'kubectl athanor status -A' lists all."
            .formatted(name, namespace));
  }

  /** The resource, to be watched. */
  public Resource<DatabaseMigration> handle(String name) {
    return client.resources(DatabaseMigration.class).inNamespace(namespace).withName(name);
  }

  /** Sets an annotation. */
  public void annotate(String name, String annotation, String value) {
    patch(name, Map.of("metadata", Map.of("annotations", Map.of(annotation, value))));
  }

  /** Sets {@code spec.suspend}. */
  public void suspend(String name, boolean suspend) {
    patch(name, Map.of("spec", Map.of("suspend", suspend)));
  }

  private void patch(String name, Map<String, ?> change) {
    var json = client.getKubernetesSerialization().asJson(change);
    var _ = asked(() -> handle(name).patch(PatchContext.of(PatchType.JSON_MERGE), json));
  }

  /** The content of a ConfigMap beside the resource. */
  public Map<String, String> configMap(String name) {
    return Objects.requireNonNullElse(existing(name).getData(), Map.of());
  }

  /**
   * The revisions that the resource refers to.
   *
   * @throws AthanorException NotApplicable when only its Jobs can read them
   */
  public RevisionSet revisions(DatabaseMigration resource) {
    return RevisionSet.of(
        configMaps(resource).stream()
            .map(
                configMap ->
                    Source.configMap(
                        namespace,
                        configMap.getMetadata().getName(),
                        Objects.requireNonNullElse(configMap.getData(), Map.of()),
                        Objects.requireNonNullElse(configMap.getBinaryData(), Map.of())))
            .toList());
  }

  private List<ConfigMap> configMaps(DatabaseMigration resource) {
    var revisions = resource.getSpec().revisions();
    if (revisions.image() != null) {
      throw new AthanorException(
          Reason.NOT_APPLICABLE,
          "The revisions of DatabaseMigration '%s' are in the image %s, which only its Jobs can read."
              .formatted(resource.getMetadata().getName(), revisions.image().reference()));
    }
    var selector = revisions.configMapSelector();
    return selector == null
        ? revisions.names().stream().map(this::existing).toList()
        : asked(
                () ->
                    client
                        .configMaps()
                        .inNamespace(namespace)
                        .withLabels(selector.matchLabels())
                        .list()
                        .getItems())
            .stream()
            .sorted(Comparator.comparing((ConfigMap it) -> it.getMetadata().getName()))
            .toList();
  }

  private ConfigMap existing(String name) {
    var found = asked(() -> client.configMaps().inNamespace(namespace).withName(name).get());
    if (found == null) {
      throw new AthanorException(
          Reason.RESOURCE_NOT_FOUND,
          "There is no ConfigMap '%s' in namespace '%s'.".formatted(name, namespace));
    }
    return found;
  }

  /** The pods of its Jobs, the newest first. */
  public List<Pod> pods(DatabaseMigration resource) {
    return asked(
            () ->
                client
                    .pods()
                    .inNamespace(namespace)
                    .withLabel(Names.UID, resource.getMetadata().getUid())
                    .list()
                    .getItems())
        .stream()
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                .thenComparing(pod -> pod.getMetadata().getName())
                .reversed())
        .toList();
  }

  /** What a pod has written. */
  public String log(Pod pod) {
    return asked(
        () ->
            client
                .pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .inContainer(Names.CONTAINER)
                .getLog());
  }

  /** Asks, and turns all but a timeout of what the API server says into one of our errors. */
  public static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw understood(e);
    }
  }

  // the operator's framework wraps what it gets, some of it as it came from the socket
  private static RuntimeException understood(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case AthanorException known -> {
          return known;
        }
        case KubernetesClientTimeoutException _ -> {
          return failure;
        }
        case KubernetesClientException e -> {
          return e.getCode() > 0
              ? refused(e)
              : unreachable(Objects.requireNonNullElse(e.getCause(), e));
        }
        case IOException e -> {
          return unreachable(e);
        }
        default -> {}
      }
    }
    return failure;
  }

  private static AthanorException unreachable(Throwable e) {
    return new AthanorException(
        Reason.CLUSTER_UNREACHABLE,
        "The Kubernetes API cannot be reached (%s); see the kubeconfig and its context, or, in a pod, the network policies."
            .formatted(e.getClass().getSimpleName()),
        e);
  }

  private static AthanorException refused(KubernetesClientException e) {
    if (e.getCode() == 404 && unnamed(e.getStatus())) {
      return new AthanorException(
          Reason.CLUSTER_REFUSED,
          "The Kubernetes API has no DatabaseMigration: its CustomResourceDefinition is not installed. Install the chart, or crds/databasemigrations.athanor.dev.yaml.",
          e);
    }
    var message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    return new AthanorException(
        Reason.CLUSTER_REFUSED,
        "The Kubernetes API refuses it (%d): %s".formatted(e.getCode(), message),
        e);
  }

  // an object that is not there is named, a kind that is not there is a path that is not there
  private static boolean unnamed(@Nullable Status status) {
    return status == null || status.getDetails() == null || status.getDetails().getName() == null;
  }

  @Override
  public void close() {
    client.close();
  }
}
