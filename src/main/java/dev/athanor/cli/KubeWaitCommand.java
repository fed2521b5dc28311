package dev.athanor.cli;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.Durations;
import dev.athanor.cli.KubeStatusCommand.StandingDocument;
import dev.athanor.cli.kube.Cluster;
import dev.athanor.cli.kube.Standing;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor wait}. */
@Command(
    name = "wait",
    description = "Waits until a resource is Ready or Stalled, and says how it gets on.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with exit code 0 when it is Ready, 16 when it is Stalled, 25 when neither came in time.",
      "",
      "Example:",
      "  kubectl athanor wait orders --timeout 10m"
    })
final class KubeWaitCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Option(
      names = "--timeout",
      defaultValue = "10m",
      paramLabel = "DURATION",
      description = "How long to wait, as in 90s, 10m, 1h30m. Default: ${DEFAULT-VALUE}.")
  private String timeout = "10m";

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  KubeWaitCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var resource = kube.with(this::waitFor);
    var standing = Standing.of(resource);
    var stalled = standing.verdict() == Standing.Verdict.STALLED;
    output.print(
        terminal,
        StandingDocument.of(resource),
        out -> {
          if (!stalled) {
            out.printf("%s: %s, %s%n", name, standing.word(), standing.message());
          }
        });
    if (!stalled) {
      return 0;
    }
    var error =
        new AthanorException(
            Reason.RESOURCE_STALLED,
            "DatabaseMigration '%s' is Stalled, %s: %s"
                .formatted(name, standing.reason(), standing.message()));
    Failures.text(terminal, output, error);
    return error.reason().exitCode();
  }

  private DatabaseMigration waitFor(Cluster cluster) {
    var limit = Durations.parse(timeout);
    var seen = new AtomicReference<DatabaseMigration>(cluster.get(name));
    try {
      var last =
          Cluster.asked(
              () ->
                  cluster
                      .handle(name)
                      .waitUntilCondition(
                          resource -> settled(resource, seen),
                          limit.toMillis(),
                          TimeUnit.MILLISECONDS));
      return Optional.ofNullable(last).orElseThrow(() -> cluster.missing(name));
    } catch (KubernetesClientTimeoutException e) {
      var standing = Standing.of(seen.get());
      throw new AthanorException(
          Reason.NOT_READY_IN_TIME,
          "DatabaseMigration '%s' was neither Ready nor Stalled within %s: it is %s (%s: %s)."
              .formatted(name, timeout, standing.word(), standing.reason(), standing.message()),
          e);
    }
  }

  /** Gone is settled too: nothing more will come. */
  private boolean settled(
      @Nullable DatabaseMigration resource, AtomicReference<DatabaseMigration> seen) {
    if (resource == null) {
      return true;
    }
    var standing = Standing.of(resource);
    seen.set(resource);
    if (!standing.settled()) {
      say(standing.message());
    }
    return standing.settled();
  }

  private String said = "";

  private void say(String message) {
    if (!message.equals(said)) {
      said = message;
      terminal.err().println(name + ": " + message);
      terminal.err().flush();
    }
  }
}
