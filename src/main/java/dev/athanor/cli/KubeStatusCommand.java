package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.Json;
import dev.athanor.cli.kube.Standing;
import dev.athanor.cli.kube.StatusText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor status}. */
@Command(
    name = "status",
    description = "How resources stand: where, how much is left, and why not.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  kubectl athanor status",
      "  kubectl athanor status -A",
      "  kubectl athanor status orders -n shop"
    })
final class KubeStatusCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Those of all namespaces.")
  private boolean allNamespaces;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "One, in full; none: a line each.")
  private Optional<String> name = Optional.empty();

  /** One resource. */
  @JsonPropertyOrder({"namespace", "name", "standing", "reason", "message", "status"})
  record StandingDocument(
      String namespace,
      String name,
      String standing,
      String reason,
      String message,
      DatabaseMigrationStatus status) {
    static StandingDocument of(DatabaseMigration resource) {
      var standing = Standing.of(resource);
      return new StandingDocument(
          resource.getMetadata().getNamespace(),
          resource.getMetadata().getName(),
          standing.word(),
          standing.reason(),
          standing.message(),
          StatusText.status(resource));
    }
  }

  @JsonPropertyOrder({"apiVersion", "kind", "items"})
  record StatusDocument(String apiVersion, String kind, List<StandingDocument> items) {}

  KubeStatusCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var resources =
        kube.with(
            cluster ->
                name.isPresent() ? List.of(cluster.get(name.get())) : cluster.list(allNamespaces));
    output.print(
        terminal,
        new StatusDocument(
            Json.API_VERSION, "Status", resources.stream().map(StandingDocument::of).toList()),
        out -> {
          if (name.isPresent()) {
            resources.forEach(resource -> StatusText.details(out, resource));
          } else {
            StatusText.table(out, resources);
          }
        });
    return 0;
  }
}
