package dev.athanor.operator;

/** Labels, annotations and other names that are a contract with people and with ourselves. */
public final class Names {
  /** Changing its value makes the operator look again: {@code docs/resource.md}. */
  public static final String RECONCILE_AT = "athanor.dev/reconcile-at";

  /** The name of a Job that failed makes the operator try again: {@code docs/resource.md}. */
  public static final String RETRY = "athanor.dev/retry";

  /** The hash of the plan that a person approves: {@code docs/resource.md}. */
  public static final String APPROVE = "athanor.dev/approve";

  /** Keeps a resource until its Job is done. */
  public static final String FINALIZER = "athanor.dev/finalizer";

  /** Owns the fields of the status and of the Jobs. */
  public static final String FIELD_MANAGER = "athanor";

  /** The Job's only container of ours. */
  public static final String CONTAINER = "athanor";

  /** What our own labels and annotations begin with. */
  static final String PREFIX = "athanor.dev/";

  /** The condition of a pod that says whether a node takes it. */
  static final String SCHEDULED = "PodScheduled";

  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String MANAGER = "athanor";
  static final String SELECTOR = MANAGED_BY + "=" + MANAGER;

  /** The resource's uid, on the Job and its pod: it fits a label, which a name may not. */
  public static final String UID = "athanor.dev/uid";

  /** The resource's name, on the Job and its pod. */
  public static final String MIGRATION = "athanor.dev/migration";

  static final String OPERATION = "athanor.dev/operation";
  static final String TARGET = "athanor.dev/target";
  static final String DIGEST = "athanor.dev/digest";
  static final String GENERATION = "athanor.dev/generation";
  static final String ATTEMPT = "athanor.dev/attempt";

  /** On a Job that only plans. */
  static final String PLANNING = "athanor.dev/planning";

  /** On a Job, the plan that it was approved to carry out. */
  static final String PLAN = "athanor.dev/plan";

  static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private Names() {}
}
