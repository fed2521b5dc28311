package dev.athanor.cli;

import dev.athanor.api.JobPhase;
import dev.athanor.cli.kube.Cluster;
import dev.athanor.cli.kube.Standing;
import dev.athanor.cli.kube.StatusText;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.operator.Names;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor retry}. */
@Command(
    name = "retry",
    description = "Tries again at once what the last Job failed at.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It sets the annotation athanor.dev/retry to the name of the Job that failed; said twice, it is",
      "still one more attempt. To look again at a database that is up to date, give the annotation",
      "athanor.dev/reconcile-at a new value.",
      "",
      "Example:",
      "  kubectl athanor retry orders"
    })
final class KubeRetryCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  KubeRetryCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var done = kube.with(this::retry);
    output.print(
        terminal,
        done,
        out -> out.printf("%s: what Job %s failed at is tried again%n", name, done.value()));
    return 0;
  }

  private Changed retry(Cluster cluster) {
    var resource = cluster.get(name);
    var job = StatusText.status(resource).job();
    if (job == null || job.phase() != JobPhase.FAILED) {
      var standing = Standing.of(resource);
      throw new AthanorException(
          Reason.NOT_APPLICABLE,
          "No Job of DatabaseMigration '%s' has failed last: it is %s (%s: %s)."
              .formatted(name, standing.word(), standing.reason(), standing.message()));
    }
    cluster.annotate(name, Names.RETRY, job.name());
    return Changed.of(cluster.namespace(), name, "retry", job.name());
  }
}
