package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.cli.kube.Cluster;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Map;
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
    var hash = hash(cluster, name);
    var configMap = cluster.text(name, "status", "plan", "configMap").orElseThrow(() -> none(name));
    return new MadePlanDocument(
        Json.API_VERSION,
        "MadePlan",
        name,
        hash,
        configMap,
        new TreeMap<>(cluster.configMap(configMap)));
  }

  /** The hash of the plan that there is. */
  static String hash(Cluster cluster, String name) {
    return cluster.text(name, "status", "plan", "hash").orElseThrow(() -> none(name));
  }

  private static AthanorException none(String name) {
    return new AthanorException(
        Reason.NOT_APPLICABLE,
        "DatabaseMigration '%s' has no plan: one is made while there is something to do that needs an approval."
            .formatted(name));
  }
}
