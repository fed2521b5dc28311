package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the log of a pod at work how far it is, and whom it waits for. A Job that is soon done is
 * never asked, and what is not known costs nothing but the number.
 */
final class ProgressLog {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

  /** A step's own line and, after it, the statements that run for long. */
  private static final int LINES = 50;

  private final KubernetesClient client;
  private final OperatorSettings settings;

  ProgressLog(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /** The Job, with how far it is if it has been at work for a while. */
  JobView of(DatabaseMigration resource, JobView job, List<Pod> pods) {
    if (!job.active() || job.assignment().planning()) {
      return job;
    }
    var moment = settings.clock().instant().minus(settings.progressInterval());
    return JobReader.workingSince(moment, pods)
        .map(pod -> log(pod, said(resource, job)))
        .map(job::with)
        .orElse(job);
  }

  private JobLog log(Pod pod, JobLog said) {
    var metadata = pod.getMetadata();
    try {
      var log =
          client
              .pods()
              .inNamespace(metadata.getNamespace())
              .withName(metadata.getName())
              .inContainer(Names.CONTAINER)
              .tailingLines(LINES)
              .getLog();
      return log == null ? said : JobLog.read(log).atLeast(said);
    } catch (KubernetesClientException e) {
      LOG.debug("The log of {} cannot be read: {}", metadata.getName(), e.getMessage());
      return said;
    }
  }

  private static JobLog said(DatabaseMigration resource, JobView job) {
    return Optional.ofNullable(resource.getStatus())
        .flatMap(status -> Optional.ofNullable(status.job()))
        .filter(last -> last.name().equals(job.name()))
        .map(JobLog::said)
        .orElse(JobLog.SILENT);
  }
}
