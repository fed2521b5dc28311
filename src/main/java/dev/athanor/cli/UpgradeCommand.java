package dev.athanor.cli;

import dev.athanor.migrate.DowngradePolicy;
import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
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
      "  athanor upgrade --database all"
    })
final class UpgradeCommand extends RunCommand {
  @Option(
      names = "--downgrade-policy",
      paramLabel = "Forbid|Allow",
      description =
          "What to do when the target lies behind the database; without it that is nothing to do,"
              + " as in Alembic.")
  private Optional<DowngradePolicy> downgradePolicy = Optional.empty();

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
    var request = Request.upgrade(Targets.up(command, given));
    if (allowGaps) {
      request = request.withAllowGaps();
    }
    return downgradePolicy.map(request::withDowngradePolicy).orElse(request);
  }

  @Override
  Plan offline(CommandSpec command, Planner planner, List<String> given) {
    return planner.upgradeOffline(Targets.up(command, given));
  }
}
