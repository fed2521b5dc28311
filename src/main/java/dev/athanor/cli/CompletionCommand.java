package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor completion}. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands and options in your shell.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  source <(athanor completion bash)",
      "  athanor completion zsh > ~/.athanor-completion.zsh"
    })
final class CompletionCommand implements Callable<Integer> {
  private enum Shell {
    bash,
    zsh
  }

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "bash|zsh", description = "Which shell it is for.")
  private Shell shell = Shell.bash;

  @JsonPropertyOrder({"apiVersion", "kind", "shell", "script"})
  record CompletionDocument(String apiVersion, String kind, String shell, String script) {}

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var script = script();
    output.print(
        terminal,
        new CompletionDocument(Json.API_VERSION, "Completion", shell.name(), script),
        out -> out.print(script));
    return 0;
  }

  private String script() {
    var bash = AutoComplete.bash("athanor", spec.root().commandLine());
    return switch (shell) {
      case bash -> bash;
      // zsh runs completions for bash once these are loaded
      case zsh ->
          """
          autoload -U +X compinit && compinit -u
          autoload -U +X bashcompinit && bashcompinit
          """
              + bash;
    };
  }
}
