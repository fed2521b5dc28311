package dev.athanor.cli;

import dev.athanor.migrate.Request;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code athanor stamp}. */
@Command(
    name = "stamp",
    aliases = "stamp-migration",
    description = "Writes where the database is, without running anything.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor stamp head", "  athanor stamp --purge 8f2c1a0b9d34"})
final class StampCommand extends RunCommand {
  @Option(names = "--purge", description = "Forget whatever the version table has first.")
  private boolean purge;

  StampCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  Request request(CommandSpec command, List<String> given) {
    return Request.stamp(targets(command, given), purge);
  }

  @Override
  Plan offline(CommandSpec command, Planner planner, List<String> given) {
    return planner.stampOffline(targets(command, given), purge);
  }

  static List<String> targets(CommandSpec command, List<String> given) {
    var targets = Targets.checked(command, given);
    if (targets.isEmpty()) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "A target is missing: head, base, or revision ids");
    }
    return targets;
  }
}
