package dev.athanor.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code athanor kubectl …}, which {@code kubectl athanor …} runs. */
@Command(
    name = "kubectl",
    description =
        "Looks at resources in a cluster and acts on them; 'kubectl athanor' is the same.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      KubeStatusCommand.class,
      KubeHistoryCommand.class,
      KubePlanCommand.class,
      KubeApproveCommand.class,
      KubeRetryCommand.class,
      KubeSuspendCommand.class,
      KubeResumeCommand.class,
      KubeLogsCommand.class,
      KubeWaitCommand.class,
      KubeGraphCommand.class
    },
    footer = {
      "",
      "With bin/kubectl-athanor on the PATH, kubectl finds these as its own.",
      "",
      "Example:",
      "  athanor kubectl status",
      "  kubectl athanor status -A",
      "  kubectl athanor wait orders -n shop --timeout 10m"
    })
final class KubectlCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required command");
  }
}
