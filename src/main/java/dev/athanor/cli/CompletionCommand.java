package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;

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
    var commands = Athanor.commandLine(terminal);
    spell(commands);
    var bash = AutoComplete.bash("athanor", commands);
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

  /** Offers values as they are documented, {@code verify-ca}, and not as constants of the code. */
  private static void spell(CommandLine commands) {
    var spec = commands.getCommandSpec();
    for (var arg : List.copyOf(spec.args())) {
      if (arg.paramLabel().contains("|")) {
        var values = List.of(arg.paramLabel().split("\\|", -1));
        spec.remove(arg);
        spec.add(
            arg instanceof OptionSpec option
                ? option.toBuilder().completionCandidates(values).build()
                : ((PositionalParamSpec) arg).toBuilder().completionCandidates(values).build());
      }
    }
    commands.getSubcommands().values().forEach(CompletionCommand::spell);
  }
}
