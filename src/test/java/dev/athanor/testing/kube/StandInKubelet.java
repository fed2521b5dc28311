package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A kubelet and Job controller that run each Job as a real process of this machine: volumes become
 * folders, the image's entrypoint becomes {@code athanor} on this class path, and pods and Jobs get
 * the status that a cluster would write.
 */
public final class StandInKubelet implements AutoCloseable {
  private static final Duration BACKOFF = Duration.ofMillis(300);

  private final KubernetesClient client;
  private final Entrypoint entrypoint;
  private final Path folder;
  private final Map<String, PodProcess> processes = new ConcurrentHashMap<>();
  private final JobController controller;
  private final Thread atExit = Thread.ofPlatform().unstarted(this::killAll);

  private StandInKubelet(KubernetesClient client, Entrypoint entrypoint, Path folder) {
    this.client = client;
    this.entrypoint = entrypoint;
    this.folder = folder;
    this.controller = new JobController(client, new Node(), BACKOFF);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts on any cluster that has no Job controller of its own. */
  public static StandInKubelet start(KubernetesClient client, Entrypoint entrypoint) {
    try {
      var folder = Files.createTempDirectory("athanor-kubelet");
      try {
        return new StandInKubelet(client, entrypoint, folder);
      } catch (RuntimeException e) {
        Files.delete(folder); // the cluster was closed meanwhile
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts with {@code athanor} as the entrypoint, on a client that {@code writes()} shows as
   * {@code kubelet}; {@code pods/log} is served from here.
   */
  public static StandInKubelet start(MockCluster cluster) {
    return start(cluster, Entrypoint.athanor());
  }

  /** The same with another entrypoint. */
  public static StandInKubelet start(MockCluster cluster, Entrypoint entrypoint) {
    var kubelet = start(cluster.client("kubelet"), entrypoint);
    cluster.serveLogs((_, pod) -> kubelet.log(pod));
    return kubelet;
  }

  /** What a pod's process has written to its standard output and error; kept until the close. */
  public String log(String pod) {
    var process = processes.get(pod);
    return process == null ? "" : process.log();
  }

  /** Names of all pods run so far. */
  public List<String> pods() {
    return processes.keySet().stream().sorted().toList();
  }

  /**
   * Drains the node as far as this pod is concerned: SIGTERM, and the pod says DisruptionTarget.
   */
  public void evict(String pod) {
    processes.get(pod).evict(Duration.ofSeconds(30));
  }

  /** {@code kill -9}, as the kernel does when memory runs out. */
  public void kill(String pod) {
    processes.get(pod).kill();
  }

  private void killAll() {
    processes.values().forEach(PodProcess::kill);
  }

  /** Ends every process and removes their files. */
  @Override
  public void close() {
    controller.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the JVM is ending, and so this was called
    }
  }

  private final class Node implements PodRuntime {
    @Override
    public void start(Job job, Pod pod, Observer observer) {
      var name = pod.getMetadata().getName();
      var process = new PodProcess(client, entrypoint, pod, makeFolder(name));
      processes.put(name, process);
      Thread.ofVirtual().name(name).start(() -> process.run(observer));
    }

    private Path makeFolder(String pod) {
      try {
        return Files.createDirectories(folder.resolve(pod));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop(Pod pod, Duration grace) {
      var process = processes.get(pod.getMetadata().getName());
      if (process != null
          && process.pod().getMetadata().getUid().equals(pod.getMetadata().getUid())) {
        process.stop(grace);
      }
    }

    @Override
    public String log(String namespace, String pod) {
      return StandInKubelet.this.log(pod);
    }

    @Override
    public void close() {
      killAll();
      try {
        for (var process : processes.values()) {
          process.awaitEnd();
        }
        try (var files = Files.walk(folder)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
