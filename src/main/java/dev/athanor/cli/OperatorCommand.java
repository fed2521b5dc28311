package dev.athanor.cli;

//import dev.athanor.operator.AthanorOperator;
//import dev.athanor.operator.OperatorSettings;
//import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
//import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code athanor operator}. */
@Command(
    name = "operator",
    description = "Runs the operator until it is told to stop.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor operator --image athanor:0.1.0 --namespaces shop,billing"})
final class OperatorCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--namespaces",
      split = ",",
      paramLabel = "NAME",
      description = "The namespaces to watch; all of them when left out.")
  private List<String> namespaces = List.of();

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      description = "The image that Jobs run: the one that the operator runs itself.")
  private String image = "";

  OperatorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return 0;
  }
}
