package dev.athanor.api;

/**
 * The reasons on a resource's conditions that are not a {@link dev.athanor.error.Reason}; those
 * appear under their own names.
 */
public enum ConditionReason {
  /** Ready: an upgrade's target is reached. */
  UP_TO_DATE("UpToDate"),
  /** Ready: the downgrade that was asked for is done. */
  DOWNGRADED("Downgraded"),
  /** Ready: the stamp that was asked for is done. */
  STAMPED("Stamped"),
  /** Reconciling: a Job is at work, or is about to be. */
  PROGRESSING("Progressing"),
  /** Not ready: the Job's container runs. */
  JOB_RUNNING("JobRunning"),
  /** Not ready: the Job's container runs, and somebody else has the lock on the database. */
  WAITING_FOR_LOCK("WaitingForLock"),
  /** Not ready: the Job's pod has not been made or has not started yet, and nothing says why. */
  JOB_PENDING("JobPending"),
  /** Not ready: something like Kueue holds the Job back. */
  QUEUED("Queued"),
  /** Not ready: the Job cannot make its pod, for example under a quota. */
  FAILED_CREATE("FailedCreate"),
  /** Not ready: no node takes the pod. */
  UNSCHEDULABLE("Unschedulable"),
  /** Not ready: a Secret or ConfigMap that the pod mounts is not there. */
  FAILED_MOUNT("FailedMount"),
  /** Not ready: the API server does not take the Job now, for example under a quota. */
  JOB_CREATION_FAILED("JobCreationFailed"),
  /** Not ready: the namespace is being deleted, and nothing can be made in it. */
  NAMESPACE_TERMINATING("NamespaceTerminating"),
  /** Stalled: the API server refuses the Job as it is. */
  JOB_REJECTED("JobRejected"),
  /** Reconciling: a ConfigMap is not there yet. */
  WAITING_FOR_SOURCE("WaitingForSource"),
  /** Not ready: this ConfigMap is not there. */
  CONFIG_MAP_NOT_FOUND("ConfigMapNotFound"),
  /** Stalled: the ConfigMap of {@code spec.targetFrom} lacks the key. */
  CONFIG_MAP_KEY_NOT_FOUND("ConfigMapKeyNotFound"),
  /** Stalled: this Kubernetes mounts no images. */
  IMAGE_VOLUMES_UNSUPPORTED("ImageVolumesUnsupported"),
  /** Not ready: a plan waits for a person to approve it. */
  AWAITING_APPROVAL("AwaitingApproval"),
  /** Approved: the plan that is carried out was approved. */
  APPROVED("Approved"),
  /** Reconciling: another attempt will be made. */
  RETRYING("Retrying"),
  /** Not ready: there is something to do, and {@code spec.suspend} is true. */
  SUSPENDED("Suspended"),
  /** Not ready: the pod's container was killed for its memory. */
  OUT_OF_MEMORY("OutOfMemory"),
  /** Not ready: the Job took longer than {@code spec.activeDeadline}. */
  DEADLINE_EXCEEDED("DeadlineExceeded"),
  /** Not ready: the Job's pod ended without saying what became of the operation. */
  JOB_CRASHED("JobCrashed"),
  /** Stalled: {@code spec.backoff.limit} attempts in a row ended without a result. */
  RETRIES_EXHAUSTED("RetriesExhausted"),
  /** The resource is being deleted and waits for its Job. */
  DELETION_WAITS("DeletionWaits");

  private final String id;

  ConditionReason(String id) {
    this.id = id;
  }

  /** The CamelCase name, as conditions and events have it. */
  public String id() {
    return id;
  }
}
