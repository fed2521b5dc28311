package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One pod's container as a process of this machine, from its volumes to its end. */
final class PodProcess {
  private static final Duration RETRY = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final Entrypoint entrypoint;
  private final Pod pod;
  private final Path folder;
  private final Path log;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean disrupted;
  private Optional<Process> process = Optional.empty();

  PodProcess(KubernetesClient client, Entrypoint entrypoint, Pod pod, Path folder) {
    this.client = client;
    this.entrypoint = entrypoint;
    this.pod = pod;
    this.folder = folder;
    this.log = folder.resolve("log");
  }

  Pod pod() {
    return pod;
  }

  /** Runs from beginning to end on the calling thread. */
  void run(PodRuntime.Observer observer) {
    try {
      var ready = prepare(observer);
      var started = ready.isEmpty() ? Optional.<Process>empty() : start(ready.get());
      if (started.isEmpty()) {
        observer.ended(new PodEnd(137, "", disrupted));
        return;
      }
      observer.running();
      var code = started.get().waitFor();
      observer.ended(new PodEnd(code, message(ready.get(), code), disrupted));
    } catch (IOException e) {
      observer.warn("Failed", "the stand-in could not run the container: " + e.getMessage());
      observer.ended(new PodEnd(128, String.valueOf(e.getMessage()), false));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  private record Ready(ContainerRoot root, ContainerEnv env) {}

  /** Waits for all that the container refers to; empty when it is stopped before that. */
  private Optional<Ready> prepare(PodRuntime.Observer observer)
      throws IOException, InterruptedException {
    var objects = new ObjectData(client, pod.getMetadata().getNamespace());
    var told = "";
    do {
      try {
        var volumes = new PodVolumes(objects, folder.resolve("volumes"));
        var root = new ContainerRoot(folder.resolve("root"), pod, volumes);
        return Optional.of(
            new Ready(
                root, new ContainerEnv(objects, pod, pod.getSpec().getContainers().getFirst())));
      } catch (NotYetThere e) {
        if (!told.equals(e.message())) {
          told = e.message();
          e.report(observer);
        }
      }
    } while (!stopAsked.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
    return Optional.empty();
  }

  private synchronized Optional<Process> start(Ready ready) throws IOException {
    if (stopAsked.getCount() == 0) {
      return Optional.empty();
    }
    var container = pod.getSpec().getContainers().getFirst();
    var root = ready.root();
    var words = new ArrayList<String>();
    for (var word : container.getCommand()) {
      words.add(root.rewrite(ready.env().expand(word)));
    }
    var command =
        words.isEmpty() || words.getFirst().equals("athanor")
            ? new ArrayList<>(entrypoint.command(root.path().resolve("tmp")))
            : new ArrayList<String>();
    command.addAll(command.isEmpty() || words.isEmpty() ? words : words.subList(1, words.size()));
    for (var argument : container.getArgs()) {
      command.add(root.rewrite(ready.env().expand(argument)));
    }
    var builder =
        new ProcessBuilder(command)
            .directory(root.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    var environment = builder.environment();
    environment.clear();
    environment.putAll(
        Map.of(
            "PATH", "/usr/local/bin:/usr/bin:/bin",
            "HOME", root.path().toString(),
            "JAVA_HOME", System.getProperty("java.home")));
    ready.env().values().forEach((name, value) -> environment.put(name, root.rewrite(value)));
    process = Optional.of(builder.start());
    return process;
  }

  private String message(Ready ready, int code) throws IOException {
    var message = ready.root().message();
    var fallback =
        "FallbackToLogsOnError"
            .equals(pod.getSpec().getContainers().getFirst().getTerminationMessagePolicy());
    return message.isEmpty() && code != 0 && fallback ? Tail.of(log(), 2048) : message;
  }

  /** SIGTERM now, SIGKILL to it and all its children when the grace is over. */
  synchronized void stop(Duration grace) {
    stopAsked.countDown();
    process.ifPresent(
        running -> {
          if (grace.isZero()) {
            kill();
          } else {
            running.destroy();
            var _ =
                CompletableFuture.runAsync(
                    this::kill,
                    CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS));
          }
        });
  }

  /** The same as an eviction: the pod will say that it was disrupted. */
  void evict(Duration grace) {
    disrupted = true;
    stop(grace);
  }

  /** SIGKILL, at once, to it and all its children. */
  synchronized void kill() {
    stopAsked.countDown();
    process.ifPresent(
        running -> {
          var family = new ArrayList<ProcessHandle>(running.descendants().toList());
          family.add(running.toHandle());
          family.forEach(ProcessHandle::destroyForcibly);
        });
  }

  /** Waits until nothing of it runs or touches its files. */
  void awaitEnd() throws InterruptedException {
    over.await();
  }

  String log() {
    try {
      // paths as a container would have said them
      return Files.exists(log)
          ? Files.readString(log).replace(folder.resolve("root").toString(), "")
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
