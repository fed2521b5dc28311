package dev.athanor.cli;

import dev.athanor.cli.kube.Cluster;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and namespace, with kubectl's own names. */
final class KubeOptions {
  private final Terminal terminal;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace. Default: the kubeconfig's.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "The kubeconfig's context. Default: its current one.")
  private Optional<String> context = Optional.empty();

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig. Default: KUBECONFIG, else ~/.kube/config, else the pod's own.")
  private Optional<Path> kubeConfig = Optional.empty();

  KubeOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does something with the cluster. */
  <T> T with(Function<Cluster, T> work) {
    var config = config();
    var named = namespace.orElse(Objects.requireNonNullElse(config.getNamespace(), "default"));
    try (var cluster =
        new Cluster(new KubernetesClientBuilder().withConfig(config).build(), named)) {
      return work.apply(cluster);
    }
  }

  private Config config() {
    var named =
        kubeConfig.or(
            () ->
                Optional.ofNullable(terminal.environment().get("KUBECONFIG"))
                    .filter(value -> !value.isBlank() && !value.contains(File.pathSeparator))
                    .map(Path::of));
    try {
      return patient(
          named.isPresent()
              ? Config.fromKubeconfig(orNull(context), file(named.get()))
              : Config.autoConfigure(orNull(context)));
    } catch (KubernetesClientException e) {
      throw unreadable(named.map(Path::toString).orElse("that was found"), e);
    }
  }

  private File file(Path path) {
    var file = terminal.directory().resolve(path).toFile();
    if (!file.canRead()) {
      throw unreadable(path.toString(), new IOException("there is no such file"));
    }
    return file;
  }

  private static AthanorException unreadable(String file, Exception cause) {
    return new AthanorException(
        Reason.INVALID_CONFIGURATION,
        "The kubeconfig %s cannot be read, or has no such context: %s."
            .formatted(file, cause.getMessage()),
        cause);
  }

  /** A person waits: a cluster that does not answer is soon said. */
  private static Config patient(Config config) {
    config.setRequestRetryBackoffLimit(2);
    return config;
  }

  private static @Nullable String orNull(Optional<String> value) {
    return value.orElse(null);
  }
}
