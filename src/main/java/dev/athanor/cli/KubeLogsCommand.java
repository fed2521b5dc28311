package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.cli.kube.Cluster;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor logs}. */
@Command(
    name = "logs",
    description = "What the pod of a resource's last Job has written.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kubectl athanor logs orders",
      "  kubectl athanor logs orders --job orders-1f0c9a2b3d"
    })
final class KubeLogsCommand implements Callable<Integer> {
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "An earlier Job that is still there. Default: the last one.")
  private Optional<String> job = Optional.empty();

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  @JsonPropertyOrder({"apiVersion", "kind", "name", "job", "pod", "log"})
  record LogsDocument(
      String apiVersion, String kind, String name, String job, String pod, String log) {}

  KubeLogsCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var logs = kube.with(this::logs);
    output.print(terminal, logs, out -> out.print(logs.log()));
    return 0;
  }

  private LogsDocument logs(Cluster cluster) {
    var pods = cluster.pods(cluster.get(name));
    var pod =
        pods.stream()
            .filter(it -> job.isEmpty() || job.get().equals(jobOf(it)))
            .findFirst()
            .orElseThrow(() -> none(pods));
    return new LogsDocument(
        Json.API_VERSION,
        "Logs",
        name,
        jobOf(pod),
        pod.getMetadata().getName(),
        Optional.ofNullable(cluster.log(pod)).orElse(""));
  }

  private AthanorException none(List<Pod> pods) {
    var there = pods.stream().map(KubeLogsCommand::jobOf).distinct().toList();
    return new AthanorException(
        Reason.RESOURCE_NOT_FOUND,
        there.isEmpty()
            ? "DatabaseMigration '%s' has no pod: none was needed yet, or its Jobs are gone (spec.job.ttl)."
                .formatted(name)
            : "DatabaseMigration '%s' has no pod of Job '%s'; there are those of %s."
                .formatted(name, job.orElse(""), String.join(", ", there)));
  }

  private static String jobOf(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getLabels())
        .orElse(Map.of())
        .getOrDefault(JOB_NAME, "");
  }
}
