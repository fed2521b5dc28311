package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.Json;
import dev.athanor.api.PlanStatus;
import dev.athanor.cli.kube.Cluster;
import dev.athanor.cli.kube.StatusText;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor plan}. */
@Command(
    name = "plan",
    description = "The plan that waits for approval: its hash, its steps and its SQL.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kubectl athanor plan orders"})
final class KubePlanCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  @JsonPropertyOrder({"apiVersion", "kind", "name", "hash", "configMap", "content"})
  record MadePlanDocument(
      String apiVersion,
      String kind,
      String name,
      String hash,
      String configMap,
      Map<String, String> content) {}

  KubePlanCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var plan = kube.with(this::plan);
    output.print(
        terminal,
        plan,
        out -> {
          out.println("plan " + plan.hash());
          plan.content()
              .forEach(
                  (key, text) -> {
                    out.println();
                    out.println("# " + key);
                    out.println(text.stripTrailing());
                  });
        });
    return 0;
  }

  private MadePlanDocument plan(Cluster cluster) {
    var plan = of(cluster.get(name));
    return new MadePlanDocument(
        Json.API_VERSION,
        "MadePlan",
        name,
        plan.hash(),
        plan.configMap(),
        new TreeMap<>(cluster.configMap(plan.configMap())));
  }

  /** The plan that there is. */
  static PlanStatus of(DatabaseMigration resource) {
    return Optional.ofNullable(StatusText.status(resource).plan())
        .orElseThrow(
            () ->
                new AthanorException(
                    Reason.NOT_APPLICABLE,
                    "DatabaseMigration '%s' has no plan: one is made while there is something to do that needs an approval."
                        .formatted(resource.getMetadata().getName())));
  }
}
