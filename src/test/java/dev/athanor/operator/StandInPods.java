package dev.athanor.operator;

import dev.athanor.api.ErrorDetail;
import dev.athanor.testing.kube.ScriptedKubelet;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs the pods of Jobs where no kubelet does: each resource has a database of its own, and SQL
 * that reads from {@code nowhere} fails as it would.
 */
final class StandInPods implements AutoCloseable {
  private final KubernetesClient client;
  private final Map<String, PretendDatabase> databases = new ConcurrentHashMap<>();
  private final ScriptedKubelet kubelet;

  StandInPods(KubernetesClient client) {
    this.client = client;
    this.kubelet = ScriptedKubelet.start(client, this::run);
  }

  private Result run(Job job) {
    var resource = job.getMetadata().getAnnotations().get(Names.MIGRATION);
    return breaks(job)
        ? PretendDatabase.failure(
            13,
            new ErrorDetail(
                "SqlFailed",
                "relation \"nowhere\" does not exist",
                "b2.sql",
                5,
                "b2",
                "SELECT * FROM nowhere",
                "42P01"))
        : databases.computeIfAbsent(resource, _ -> new PretendDatabase(client)).apply(job);
  }

  private boolean breaks(Job job) {
    return job.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName())
        .map(client.configMaps().inNamespace(job.getMetadata().getNamespace())::withName)
        .flatMap(configMap -> configMap.get().getData().values().stream())
        .anyMatch(file -> file.contains("FROM nowhere"));
  }

  @Override
  public void close() {
    kubelet.close();
  }
}
