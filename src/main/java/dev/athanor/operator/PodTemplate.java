package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseSpec;
import dev.athanor.api.ImagePullPolicy;
import dev.athanor.api.JobResources;
import dev.athanor.api.JobSpec;
import dev.athanor.api.JobToleration;
import dev.athanor.api.SecretReference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pod of a Job: restricted, small, and never restarted in place. */
record PodTemplate(DatabaseMigration resource, Attempt attempt, OperatorSettings settings) {
  /** The group that may read the mounted Secret, whoever the image runs as. */
  private static final long GROUP = 65532;

  /** A statement that runs is waited for; the program stops between two steps. */
  private static final long GRACE_SECONDS = 600;

  static final int SECRET_MODE = 0440;
  private static final int REVISIONS_MODE = 0444;
  private static final String IMAGE_VOLUME = "revisions";
  private static final String SECRET_VOLUME = "database";
  private static final String SCRATCH_VOLUME = "tmp";

  PodTemplateSpec build(Map<String, String> labels, Map<String, String> annotations) {
    var job = resource.getSpec().job();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withServiceAccountName(job.serviceAccountName())
        .withAutomountServiceAccountToken(job.serviceAccountName() != null)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withPriorityClassName(job.priorityClassName())
        .withNodeSelector(job.nodeSelector())
        .withTolerations(tolerations(job))
        .withImagePullSecrets(pullSecrets(job))
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withFsGroup(GROUP)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(job))
        .withVolumes(volumes())
        .endSpec()
        .build();
  }

  private Container container(JobSpec job) {
    return new ContainerBuilder()
        .withName(Names.CONTAINER)
        .withImage(JobBuilder.image(job, settings))
        .withImagePullPolicy(
            Optional.ofNullable(job.imagePullPolicy())
                .map(ImagePullPolicy::id)
                .orElse(settings.imagePullPolicy().id()))
        .withArgs(JobArguments.of(resource.getMetadata().getUid(), resource.getSpec(), attempt))
        .withResources(resources(job.resources()))
        .withTerminationMessagePath(JobArguments.RESULT)
        .withTerminationMessagePolicy("File")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withRunAsNonRoot(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts())
        .build();
  }

  private static ResourceRequirements resources(@Nullable JobResources wanted) {
    if (wanted != null) {
      return new ResourceRequirementsBuilder()
          .withRequests(wanted.requests())
          .withLimits(wanted.limits())
          .build();
    }
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity("50m"))
        .addToRequests("memory", new Quantity("192Mi"))
        .addToLimits("cpu", new Quantity("1"))
        .addToLimits("memory", new Quantity("512Mi"))
        .build();
  }

  private List<Volume> volumes() {
    var volumes = new ArrayList<Volume>();
    switch (attempt.mounted()) {
      case Mounted.ConfigMaps(var names) -> {
        for (var i = 0; i < names.size(); i++) {
          volumes.add(
              new VolumeBuilder()
                  .withName("revisions-" + i)
                  .withNewConfigMap()
                  .withName(names.get(i))
                  .withDefaultMode(REVISIONS_MODE)
                  .endConfigMap()
                  .build());
        }
      }
      case Mounted.Image(var image) ->
          volumes.add(
              new VolumeBuilder()
                  .withName(IMAGE_VOLUME)
                  .withNewImage()
                  .withReference(image.reference())
                  .withPullPolicy(
                      Optional.ofNullable(image.pullPolicy()).map(ImagePullPolicy::id).orElse(null))
                  .endImage()
                  .build());
      case Mounted.Archive() -> {}
    }
    secret(resource.getSpec().database())
        .ifPresent(
            name ->
                volumes.add(
                    new VolumeBuilder()
                        .withName(SECRET_VOLUME)
                        .withNewSecret()
                        .withSecretName(name)
                        .withDefaultMode(SECRET_MODE)
                        .endSecret()
                        .build()));
    Optional.ofNullable(resource.getSpec().database().tls())
        .ifPresent(tls -> volumes.addAll(TlsVolumes.volumes(tls)));
    volumes.add(
        new VolumeBuilder()
            .withName(SCRATCH_VOLUME)
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("64Mi"))
            .endEmptyDir()
            .build());
    return volumes;
  }

  private List<VolumeMount> mounts() {
    var mounts = new ArrayList<VolumeMount>();
    switch (attempt.mounted()) {
      case Mounted.ConfigMaps(var names) -> {
        for (var i = 0; i < names.size(); i++) {
          mounts.add(mount("revisions-" + i, JobArguments.folder(names.get(i)), true));
        }
      }
      case Mounted.Image _ -> mounts.add(mount(IMAGE_VOLUME, JobArguments.IMAGE, true));
      case Mounted.Archive() -> {}
    }
    secret(resource.getSpec().database())
        .ifPresent(name -> mounts.add(mount(SECRET_VOLUME, JobArguments.DATABASE, true)));
    Optional.ofNullable(resource.getSpec().database().tls())
        .ifPresent(tls -> mounts.addAll(TlsVolumes.mounts(tls)));
    mounts.add(mount(SCRATCH_VOLUME, "/tmp", false));
    return mounts;
  }

  static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }

  private static Optional<String> secret(DatabaseSpec database) {
    return Optional.ofNullable(database.secretRef())
        .map(SecretReference::name)
        .or(() -> Optional.ofNullable(database.credentials()).map(it -> it.secretName()));
  }

  private static List<Toleration> tolerations(JobSpec job) {
    return job.tolerations() == null
        ? List.of()
        : job.tolerations().stream().map(PodTemplate::toleration).toList();
  }

  private static Toleration toleration(JobToleration it) {
    return new TolerationBuilder()
        .withKey(it.key())
        .withOperator(it.operator())
        .withValue(it.value())
        .withEffect(it.effect())
        .withTolerationSeconds(it.tolerationSeconds())
        .build();
  }

  private static List<LocalObjectReference> pullSecrets(JobSpec job) {
    return job.imagePullSecrets() == null
        ? List.of()
        : job.imagePullSecrets().stream().map(it -> new LocalObjectReference(it.name())).toList();
  }
}
