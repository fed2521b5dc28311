package dev.athanor.cli;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code athanor downgrade}. */
@Command(
    name = "downgrade",
    description = "Takes the database back to a target.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor downgrade -1",
      "  athanor downgrade base",
      "  athanor downgrade base --from-archive"
    })
final class DowngradeCommand extends RunCommand {
  @Option(
      names = "--from-archive",
      description = "Look at no folder: every revision's text comes from the database's archive.")
  private boolean fromArchive;

  DowngradeCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Request request(CommandSpec command, List<String> given) {
    return Request.downgrade(Targets.down(command, given));
  }

  @Override
  RevisionSet revisions(RevisionOptions given) {
    return fromArchive ? RevisionSet.ofAny(List.of()) : given.read();
  }

  @Override
  Plan offline(CommandSpec command, Planner planner, List<String> given) {
    return planner.downgradeOffline(Targets.down(command, given));
  }
}
