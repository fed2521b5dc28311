package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.Durations;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out decisions: what is written to Jobs, and nothing else is written to them. */
final class Acting {
  private static final Logger LOG = LoggerFactory.getLogger(Acting.class);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int INVALID = 422;
  private static final int BAD_REQUEST = 400;
  private static final String NAMESPACE_GOES = "NamespaceTerminating";
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final OperatorSettings settings;

  Acting(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Makes the Job. Its name says what it is for: if it exists, it is ours, or in the way.
   *
   * @param made told of the Job that is there now
   * @return the decision, or what has to be said instead
   */
  Decision run(DatabaseMigration resource, Decision.Run run, Instant now, Consumer<Job> made) {
    try {
      var job = JobBuilder.build(resource, run.attempt(), settings);
      made.accept(client.resource(job).create());
      return run;
    } catch (IllegalArgumentException e) {
      return new Decision.Stalled(
          ConditionReason.JOB_REJECTED.id(),
          "spec.job.podTemplate is no pod template: " + firstLine(e));
    } catch (KubernetesClientException e) {
      return e.getCode() == CONFLICT
          ? adopt(resource, run, now, made)
          : refused(run.attempt(), e, now);
    }
  }

  private Decision adopt(
      DatabaseMigration resource, Decision.Run run, Instant now, Consumer<Job> made) {
    var name = run.attempt().jobName();
    var job = job(resource.getMetadata().getNamespace(), name).get();
    if (job == null || job.getMetadata().getDeletionTimestamp() != null) {
      return later(name, "an earlier Job of this name is still being deleted", now.plus(SOON));
    }
    if (!Ours.of(resource, job)) {
      return new Decision.Stalled(
          ConditionReason.JOB_REJECTED.id(),
          "a Job named %s exists and belongs to something else: delete it".formatted(name));
    }
    made.accept(job);
    return run;
  }

  private static Decision refused(Attempt attempt, KubernetesClientException e, Instant now) {
    if (namespaceGoes(e)) {
      return new Decision.Waiting(
          ConditionReason.RETRYING,
          ConditionReason.NAMESPACE_TERMINATING.id(),
          "Job %s cannot be made, its namespace is being deleted: %s"
              .formatted(attempt.jobName(), firstLine(e)),
          Optional.of(now.plus(LATER)));
    }
    var message = "the API server refuses Job " + attempt.jobName() + ": " + firstLine(e);
    return e.getCode() == INVALID || e.getCode() == BAD_REQUEST
        ? new Decision.Stalled(ConditionReason.JOB_REJECTED.id(), message)
        : later(attempt.jobName(), firstLine(e), now.plus(LATER));
  }

  /** The API server gives the cause a name of its own: its messages are for people. */
  private static boolean namespaceGoes(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .filter(causes -> causes.stream().anyMatch(it -> NAMESPACE_GOES.equals(it.getReason())))
        .isPresent();
  }

  private static Decision later(String name, String why, Instant when) {
    return new Decision.Waiting(
        ConditionReason.RETRYING,
        ConditionReason.JOB_CREATION_FAILED.id(),
        "Job %s cannot be made yet: %s".formatted(name, why),
        Optional.of(when));
  }

  private static String firstLine(Exception e) {
    var status =
        e instanceof KubernetesClientException k && k.getStatus() != null
            ? k.getStatus().getMessage()
            : null;
    var text = status == null ? String.valueOf(e.getMessage()) : status;
    return text.lines().findFirst().orElse("");
  }

  /** Takes back a Job that never started, unless it has changed since it was looked at. */
  void withdraw(Job job) {
    var metadata = job.getMetadata();
    try {
      job(metadata.getNamespace(), metadata.getName())
          .lockResourceVersion(metadata.getResourceVersion())
          .delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
        throw e;
      }
      LOG.debug(
          "Job {}/{} changed while it was to be taken back",
          metadata.getNamespace(),
          metadata.getName());
    }
  }

  /** Deletes a finished Job and its pod: nobody will release it any more, or it is one too many. */
  void tidy(DatabaseMigration resource, JobView finished) {
    job(resource.getMetadata().getNamespace(), finished.name())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  /**
   * Hands a Job over to the cluster, now that its result is in the status: from here on it has an
   * owner to go with, and a time to live.
   */
  void release(DatabaseMigration resource, JobView finished) {
    var job = resource.getSpec().job();
    var ttl = Durations.parse(finished.complete() ? job.ttl() : job.failedTtl());
    var released =
        Map.of(
            "metadata",
            Map.of("ownerReferences", List.of(Ours.owner(resource))),
            "spec",
            Map.of("ttlSecondsAfterFinished", Math.min(ttl.toSeconds(), Integer.MAX_VALUE)));
    try {
      job(resource.getMetadata().getNamespace(), finished.name())
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              client.getKubernetesSerialization().asJson(released));
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  private ScalableResource<Job> job(String namespace, String name) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(name);
  }
}
