package dev.athanor.cli;

import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/** {@code athanor upgrade}. */
@Command(
    name = "upgrade",
    description = "Takes the database forward to a target.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor upgrade head",
      "  athanor upgrade +1",
      "  athanor upgrade head --baseline 8f2c1a0b9d34"
    })
final class UpgradeCommand extends RunCommand {
  @Mixin private UpgradeTerms terms = new UpgradeTerms();

  UpgradeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Request request(CommandSpec command, List<String> given) {
    return terms.on(Request.upgrade(Targets.one(command, given)));
  }

  @Override
  Plan offline(CommandSpec command, Planner planner, List<String> given) {
    return planner.upgradeOffline(Targets.one(command, given));
  }
}
