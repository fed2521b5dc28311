package dev.athanor.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor resume}. */
@Command(
    name = "resume",
    description = "Goes on where it was suspended.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "It sets spec.suspend; where Git is the truth, change it there, or it is put back.",
      "",
      "Example:",
      "  kubectl athanor resume orders"
    })
final class KubeResumeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Parameters(arity = "1..*", paramLabel = "NAME", description = "The resources.")
  private List<String> names = List.of();

  KubeResumeCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    for (var name : names) {
      var done =
          kube.with(
              cluster -> {
                cluster.get(name);
                cluster.suspend(name, false);
                return Changed.of(cluster.namespace(), name, "resume", "false");
              });
      output.print(terminal, done, out -> out.println(name + ": resumed"));
    }
    return 0;
  }
}
