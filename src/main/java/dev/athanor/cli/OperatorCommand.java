package dev.athanor.cli;

import dev.athanor.api.ImagePullPolicy;
import dev.athanor.cli.kube.Cluster;
import dev.athanor.operator.AthanorOperator;
import dev.athanor.operator.OperatorSettings;
import dev.athanor.operator.OperatorSettings.LeaderElection;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code athanor operator}. */
@Command(
    name = "operator",
    description = "Runs the operator until it is told to stop.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Inside a cluster it uses its pod's service account, elsewhere the kubeconfig.",
      "",
      "Example:",
      "  athanor operator --image athanor:0.1.0 --namespaces shop,billing"
    })
final class OperatorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorCommand.class);
  private static final int LEADERSHIP_LOST = 1;

  private final Terminal terminal;

  @Option(
      names = "--namespaces",
      split = ",",
      paramLabel = "NAME",
      description = "The namespaces to watch; all of them when left out.")
  private Set<String> namespaces = Set.of();

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      description = "The image that Jobs run: the one that the operator runs itself.")
  private String image = "";

  @Option(
      names = "--image-pull-policy",
      defaultValue = "IfNotPresent",
      paramLabel = "Always|IfNotPresent|Never",
      converter = PullPolicy.class,
      description = "When Jobs pull it. Default: IfNotPresent.")
  private ImagePullPolicy imagePullPolicy = ImagePullPolicy.IF_NOT_PRESENT;

  @Option(
      names = "--leader-election-lease",
      paramLabel = "NAME",
      description = "Work only while this Lease is ours; without it there is no election.")
  private Optional<String> lease = Optional.empty();

  @Option(
      names = "--leader-election-namespace",
      paramLabel = "NAME",
      defaultValue = "athanor-system",
      description = "Where the Lease is. Default: ${DEFAULT-VALUE}.")
  private String leaseNamespace = "athanor-system";

  @Option(
      names = "--identity",
      paramLabel = "NAME",
      defaultValue = "${env:HOSTNAME:-athanor}",
      description = "Tells this operator from the others in the Lease. Default: the pod's name.")
  private String identity = "athanor";

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Where /healthz, /readyz, /startupz and /metrics are served; -1: nowhere. Default: ${DEFAULT-VALUE}.")
  private int healthPort = 8080;

  /** Reads a policy by the name that Kubernetes has for it. */
  static final class PullPolicy implements ITypeConverter<ImagePullPolicy> {
    @Override
    public ImagePullPolicy convert(String value) {
      return Arrays.stream(ImagePullPolicy.values())
          .filter(policy -> policy.id().equals(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + value + "' is none of Always, IfNotPresent, Never"));
    }
  }

  OperatorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings =
        new OperatorSettings(
            namespaces,
            image,
            imagePullPolicy,
            terminal.clock(),
            lease.map(name -> new LeaderElection(name, leaseNamespace, identity)),
            healthPort < 0 ? OptionalInt.empty() : OptionalInt.of(healthPort),
            OperatorSettings.PROGRESS_INTERVAL,
            this::leadershipLost);
    try (var client = new KubernetesClientBuilder().build();
        var operator = Cluster.asked(() -> AthanorOperator.start(client, settings))) {
      LOG.info(
          "The operator watches {}",
          namespaces.isEmpty() ? "all namespaces" : String.join(", ", namespaces));
      terminal.stop().await();
      LOG.info("The operator stops{}", operator.healthy() ? "" : ", although it was not healthy");
    }
    return 0;
  }

  // another one leads already: nothing that this process still does would be right
  private void leadershipLost() {
    LOG.error("The lease {} is held by another operator; this one ends", lease.orElse(""));
    Runtime.getRuntime().halt(LEADERSHIP_LOST);
  }
}
