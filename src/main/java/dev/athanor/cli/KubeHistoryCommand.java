package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.HistoryEntry;
import dev.athanor.api.Json;
import dev.athanor.cli.kube.StatusText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kubectl athanor history}. */
@Command(
    name = "history",
    description = "The last ten operations of a resource, the newest first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  kubectl athanor history orders"})
final class KubeHistoryCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KubeOptions kube;
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "NAME", description = "The resource.")
  private String name = "";

  @JsonPropertyOrder({"apiVersion", "kind", "name", "operations"})
  record OperationsDocument(
      String apiVersion, String kind, String name, List<HistoryEntry> operations) {}

  KubeHistoryCommand(Terminal terminal) {
    this.terminal = terminal;
    this.kube = new KubeOptions(terminal);
  }

  @Override
  public Integer call() {
    var history = StatusText.status(kube.with(cluster -> cluster.get(name))).history();
    output.print(
        terminal,
        new OperationsDocument(Json.API_VERSION, "Operations", name, history),
        out -> StatusText.history(out, history));
    return 0;
  }
}
