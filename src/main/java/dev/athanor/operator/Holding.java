package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DeletionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;

/**
 * The finalizer, which is there only while a deletion has something to wait for: a Job, or a way
 * back. At any other time a resource goes at once, whether there is an operator or not, and whether
 * it still has its rights or not, which go with the namespace.
 */
final class Holding {
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;

  Holding(KubernetesClient client) {
    this.client = client;
  }

  /** Whether a deletion waits for us. */
  boolean held(DatabaseMigration resource) {
    return resource.hasFinalizer(Names.FINALIZER);
  }

  /**
   * Before there is a Job. Fails for a resource that is gone or going: it gets none.
   *
   * @return the resource as it is now
   */
  DatabaseMigration hold(DatabaseMigration resource) {
    return PrimaryUpdateAndCacheUtils.addFinalizer(client, resource, Names.FINALIZER);
  }

  /** After there was one. */
  void letGo(DatabaseMigration resource) {
    try {
      PrimaryUpdateAndCacheUtils.removeFinalizer(client, resource, Names.FINALIZER);
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Holds what has something to wait for, and lets go what has not. */
  void tend(DatabaseMigration resource, Decision decision) {
    if (resource.getSpec().deletionPolicy() == DeletionPolicy.DOWNGRADE || waits(decision)) {
      hold(resource);
    } else {
      letGo(resource);
    }
  }

  private static boolean waits(Decision decision) {
    return switch (decision) {
      case Decision.Run _, Decision.Running _, Decision.Withdraw _, Decision.ReadResult _ -> true;
      // there is a Job as soon as the server takes it
      case Decision.Waiting(_, var reason, _, _) ->
          reason.equals(ConditionReason.JOB_CREATION_FAILED.id());
      case Decision.UpToDate _,
          Decision.Suspended _,
          Decision.AwaitApproval _,
          Decision.Stalled _ ->
          false;
    };
  }
}
