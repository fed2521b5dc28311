package dev.athanor.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Kubernetes' own garbage collector, where there is a kube-controller-manager to run. */
final class GarbageCollector implements AutoCloseable {
  private final Optional<Process> process;
  private final Path kubeConfig;

  private GarbageCollector(Optional<Process> process, Path kubeConfig) {
    this.process = process;
    this.kubeConfig = kubeConfig;
  }

  static GarbageCollector start(String kubeConfigYaml) throws IOException {
    var kubeConfig = Files.createTempFile("kube", ".yaml");
    Files.writeString(kubeConfig, kubeConfigYaml);
    var binary = Path.of(System.getenv("KUBE_API_TEST_DIR"), "bin", "kube-controller-manager");
    if (!Files.isExecutable(binary)) {
      return new GarbageCollector(Optional.empty(), kubeConfig);
    }
    var command =
        List.of(
            binary.toString(),
            "--kubeconfig=" + kubeConfig,
            "--controllers=garbage-collector-controller",
            "--leader-elect=false",
            "--bind-address=127.0.0.1",
            "--secure-port=0");
    var log = Files.createTempFile("kube-controller-manager", ".log").toFile();
    return new GarbageCollector(
        Optional.of(
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start()),
        kubeConfig);
  }

  boolean runs() {
    return process.isPresent();
  }

  @Override
  public void close() throws IOException {
    process.ifPresent(GarbageCollector::end);
    Files.deleteIfExists(kubeConfig);
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
