package dev.athanor.cli;

import dev.athanor.cli.kube.Cluster;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.operator.Names;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor approve}. */
@Command(
    name = "approve",
    description = "Approves the plan that waits, and no other.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It sets the annotation athanor.dev/approve to the plan's hash. A plan made anew meanwhile has",
      "another hash and is not approved.",
      "",
      "Example:",
      "  kubectl athanor plan orders",
      "  kubectl athanor approve orders --hash sha256:1f0c…"
    })
final class KubeApproveCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Option(
      names = "--hash",
      paramLabel = "HASH",
      description = "The plan that was read. Default: the one there is now.")
  private Optional<String> hash = Optional.empty();

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  KubeApproveCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var done = kube.with(this::approve);
    output.print(terminal, done, out -> out.printf("%s: approved plan %s%n", name, done.value()));
    return 0;
  }

  private Changed approve(Cluster cluster) {
    var made = KubePlanCommand.of(cluster.get(name)).hash();
    if (hash.isPresent() && !hash.get().equals(made)) {
      throw new AthanorException(
          Reason.NOT_APPLICABLE,
          "The plan of DatabaseMigration '%s' is %s by now: read it with 'kubectl athanor plan %s', then approve that."
              .formatted(name, made, name));
    }
    cluster.annotate(name, Names.APPROVE, made);
    return Changed.of(cluster.namespace(), name, "approve", made);
  }
}
