package dev.athanor.cli;

import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code athanor upgrade}. */
@Command(
    name = "upgrade",
    description = "Takes the database forward to a target, without one to the head.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor upgrade head",
      "  athanor upgrade +1",
      "  athanor upgrade head --baseline 8f2c1a0b9d34",
      "  athanor upgrade --database all"
    })
final class UpgradeCommand extends RunCommand {
  @Mixin private UpgradeTerms terms = new UpgradeTerms();

  @Option(
      names = "--allow-gaps",
      description =
          "Run revisions that were put behind applied ones too, before all others; without it they"
              + " are refused (RevisionGap).")
  private boolean allowGaps;

  UpgradeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Request request(CommandSpec command, List<String> given) {
    var request = terms.on(Request.upgrade(Targets.up(command, given)));
    return allowGaps ? request.withAllowGaps() : request;
  }

  @Override
  Plan offline(CommandSpec command, Planner planner, List<String> given) {
    return planner.upgradeOffline(Targets.up(command, given));
  }
}
