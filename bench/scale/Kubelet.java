import dev.athanor.api.OperationResult;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Job controller and kubelet for Jobs that all go well: a pod, it runs, it ends with what the
 * program would leave, the Job is complete. With as few requests as that takes, and several Jobs at
 * once, for it is not what is measured.
 */
class Kubelet implements AutoCloseable {
  final KubernetesClient client;
  final ExecutorService threads = Executors.newFixedThreadPool(8);
  final SharedIndexInformer<Job> jobs;

  Kubelet(KubernetesClient client) {
    this.client = client;
    jobs =
        client
            .batch()
            .v1()
            .jobs()
            .inAnyNamespace()
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Job job) {
                    if (job.getStatus().getStartTime() == null) {
                      threads.execute(() -> run(job));
                    }
                  }

                  @Override
                  public void onUpdate(Job before, Job job) {}

                  @Override
                  public void onDelete(Job job, boolean unknown) {}
                });
  }

  void run(Job job) {
    try {
      var pod = client.resource(pod(job)).create();
      pod = client.resource(running(pod)).updateStatus();
      client.resource(ended(pod, job)).updateStatus();
      client.resource(complete(job)).updateStatus();
    } catch (RuntimeException e) {
      if (!threads.isShutdown()) {
        System.err.println("Job " + job.getMetadata().getName() + ": " + e.getMessage());
      }
    }
  }

  static Pod pod(Job job) {
    var template = job.getSpec().getTemplate();
    return new PodBuilder()
        .withNewMetadataLike(template.getMetadata())
        .withName(job.getMetadata().getName() + "-00000")
        .withNamespace(job.getMetadata().getNamespace())
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withNodeName("stand-in")
        .endSpec()
        .build();
  }

  static Pod running(Pod pod) {
    var container = container(pod).withNewState().withNewRunning(now()).endState().build();
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withStartTime(now())
        .withContainerStatuses(container)
        .endStatus()
        .build();
  }

  static Pod ended(Pod pod, Job job) {
    var container =
        container(pod)
            .withNewState()
            .withNewTerminated()
            .withExitCode(0)
            .withReason("Completed")
            .withMessage(result(job))
            .withFinishedAt(now())
            .endTerminated()
            .endState()
            .build();
    return new PodBuilder(pod)
        .editStatus()
        .withPhase("Succeeded")
        .withContainerStatuses(container)
        .endStatus()
        .build();
  }

  static ContainerStatusBuilder container(Pod pod) {
    var spec = pod.getSpec().getContainers().getFirst();
    return new ContainerStatusBuilder()
        .withName(spec.getName())
        .withImage(spec.getImage())
        .withImageID("")
        .withRestartCount(0)
        .withReady(false);
  }

  static Job complete(Job job) {
    return new JobBuilder(job)
        .withNewStatus()
        .withStartTime(now())
        .withCompletionTime(now())
        .withSucceeded(1)
        .addNewCondition()
        .withType("SuccessCriteriaMet")
        .withStatus("True")
        .withReason("CompletionsReached")
        .withLastTransitionTime(now())
        .endCondition()
        .addNewCondition()
        .withType("Complete")
        .withStatus("True")
        .withReason("CompletionsReached")
        .withLastTransitionTime(now())
        .endCondition()
        .endStatus()
        .build();
  }

  /** What the program would say of a database of the resource's own. */
  static String result(Job job) {
    var arguments = job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
    var uid = job.getMetadata().getLabels().get("athanor.dev/uid");
    return OperationResult.builder("upgrade")
        .startedAt(Instant.now())
        .completedAt(Instant.now())
        .target("head", List.of("b2"))
        .from(List.of())
        .to(List.of("b2"))
        .current(List.of("b2"))
        .steps(2, 2)
        .digest(arguments.get(arguments.indexOf("--expect-digest") + 1))
        .database(
            "PostgreSQL", "17.6", "postgresql:7512345678901234567/" + uid, "public.athanor_version")
        .build()
        .toTerminationMessage();
  }

  static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public void close() {
    jobs.stop();
    threads.shutdownNow();
  }
}
