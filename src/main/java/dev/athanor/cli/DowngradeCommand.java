package dev.athanor.cli;

import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code athanor downgrade}. */
@Command(
    name = "downgrade",
    description = "Takes the database back to a target.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor downgrade -1", "  athanor downgrade base"})
final class DowngradeCommand extends RunCommand {
  DowngradeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Request request(CommandSpec command, List<String> given) {
    return Request.downgrade(Targets.down(command, given));
  }

  @Override
  Plan offline(CommandSpec command, Planner planner, List<String> given) {
    return planner.downgradeOffline(Targets.down(command, given));
  }
}
