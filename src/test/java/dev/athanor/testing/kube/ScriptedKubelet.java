package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A kubelet and Job controller without processes: a function says how each pod of a Job ends. A pod
 * that it leaves running ends with {@link #finish}.
 */
public final class ScriptedKubelet implements AutoCloseable {

  /** What a pod comes to. */
  public sealed interface Result {
    /** It ran and ended; {@code message} is its termination message. */
    record Exit(int code, String message) implements Result {}

    /** It runs until {@link ScriptedKubelet#finish}. */
    record Running() implements Result {}

    /** It cannot start, for a waiting reason such as {@code ImagePullBackOff}. */
    record Waiting(String reason, String message) implements Result {}

    /** It cannot start for what only an event tells, such as a volume without its Secret. */
    record Unmounted(String message) implements Result {}

    /** Its node was drained: exit code 143 and the condition DisruptionTarget. */
    record Disrupted() implements Result {}

    static Result exit(int code, String message) {
      return new Exit(code, message);
    }

    static Result exit(int code) {
      return new Exit(code, "");
    }

    static Result running() {
      return new Running();
    }

    static Result waiting(String reason, String message) {
      return new Waiting(reason, message);
    }

    static Result unmounted(String message) {
      return new Unmounted(message);
    }

    static Result disrupted() {
      return new Disrupted();
    }
  }

  private record Held(Pod pod, PodRuntime.Observer observer) {}

  private final Function<Job, Result> script;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final List<Job> started = new CopyOnWriteArrayList<>();
  private final JobController controller;

  private ScriptedKubelet(KubernetesClient client, Function<Job, Result> script) {
    this.script = script;
    this.controller = new JobController(client, new Script(), Duration.ofMillis(20));
  }

  /** Starts; the client is best one of its own, so that writes can be told apart. */
  public static ScriptedKubelet start(KubernetesClient client, Function<Job, Result> script) {
    return new ScriptedKubelet(client, script);
  }

  /** The same on a client that {@code writes()} shows as {@code kubelet}. */
  public static ScriptedKubelet start(MockCluster cluster, Function<Job, Result> script) {
    return start(cluster.client("kubelet"), script);
  }

  /** The Job of every pod started so far, in order: a Job that was retried is there again. */
  public List<Job> started() {
    return List.copyOf(started);
  }

  /** Names of the Jobs that have a pod left running or waiting. */
  public List<String> unfinished() {
    return List.copyOf(held.keySet());
  }

  /** Ends, or lets run, the pod of a Job that was left running or waiting. */
  public void finish(String jobName, Result result) {
    var pod = held.remove(jobName);
    if (pod == null) {
      throw new IllegalStateException(
          "no pod of Job %s is running; there are: %s".formatted(jobName, held.keySet()));
    }
    play(jobName, pod, result);
  }

  private void play(String jobName, Held pod, Result result) {
    switch (result) {
      case Result.Exit(var code, var message) -> {
        pod.observer().running();
        pod.observer().ended(new PodEnd(code, message, false));
      }
      case Result.Disrupted() -> pod.observer().ended(new PodEnd(143, "", true));
      case Result.Running() -> {
        held.put(jobName, pod);
        pod.observer().running();
      }
      case Result.Waiting(var reason, var message) -> {
        held.put(jobName, pod);
        pod.observer().waiting(reason, message);
      }
      case Result.Unmounted(var message) -> {
        held.put(jobName, pod);
        pod.observer().warn("FailedMount", message);
      }
    }
  }

  @Override
  public void close() {
    controller.close();
  }

  private final class Script implements PodRuntime {
    @Override
    public void start(Job job, Pod pod, Observer observer) {
      started.add(job);
      play(job.getMetadata().getName(), new Held(pod, observer), script.apply(job));
    }

    @Override
    public void stop(Pod pod, Duration grace) {
      held.forEach(
          (job, running) -> {
            if (running.pod().getMetadata().getUid().equals(pod.getMetadata().getUid())
                && held.remove(job, running)) {
              running.observer().ended(new PodEnd(143, "", false));
            }
          });
    }

    @Override
    public String log(String namespace, String pod) {
      return "";
    }

    @Override
    public void close() {
      held.clear();
    }
  }
}
