package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;

/** What runs a pod's container once the Job controller has made the pod. */
interface PodRuntime extends AutoCloseable {

  /** Where a runtime reports; callable from any thread, until {@code ended} or {@code gone}. */
  interface Observer {
    /** The container cannot start yet: a reason such as {@code CreateContainerConfigError}. */
    void waiting(String reason, String message);

    /** A Warning event of the pod. */
    void warn(String reason, String message);

    void running();

    /** The container has ended: the last word. */
    void ended(PodEnd end);
  }

  /** Starts the container; returns at once. */
  void start(Job job, Pod pod, Observer observer);

  /** Asks a container to end: SIGTERM, and SIGKILL after the grace. It still reports its end. */
  void stop(Pod pod, Duration grace);

  /** What the container has written so far. */
  String log(String namespace, String pod);

  @Override
  void close();
}
