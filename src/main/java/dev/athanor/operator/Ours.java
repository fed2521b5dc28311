package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Set;

/**
 * Which Jobs and pods are a resource's. They say so themselves, by the label with its uid and the
 * annotation with its name: an owner would take a Job that runs along when it is deleted in the
 * foreground, whatever finalizers it has.
 */
final class Ours {
  private Ours() {}

  /** Whether a Job or pod was made for this resource, and not for an earlier one of its name. */
  static boolean of(DatabaseMigration resource, HasMetadata object) {
    return resource
            .getMetadata()
            .getUid()
            .equals(JobBuilder.orEmpty(object.getMetadata().getLabels()).get(Names.UID))
        && migration(object).contains(ResourceID.fromResource(resource));
  }

  /** The resource to look at when something happens to a Job or pod, if it names one. */
  static Set<ResourceID> migration(HasMetadata object) {
    var name = JobBuilder.orEmpty(object.getMetadata().getAnnotations()).get(Names.MIGRATION);
    return name == null
        ? Set.of()
        : Set.of(new ResourceID(name, object.getMetadata().getNamespace()));
  }

  /**
   * Whether a Job has been given its owner, and so its result is in the status. Its time to live
   * would not tell: a policy of the cluster's may set one on every Job.
   */
  static boolean released(Job job) {
    var uid = JobBuilder.orEmpty(job.getMetadata().getLabels()).get(Names.UID);
    return job.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(uid));
  }

  /**
   * What a finished Job is given. Blocks nothing: nothing has to wait for it, and on a cluster that
   * enforces the right to block (OpenShift does) it would be one more right to ask for.
   */
  static OwnerReference owner(DatabaseMigration resource) {
    return new OwnerReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(false)
        .build();
  }
}
