package dev.athanor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The targets on a command line: {@code head}, {@code 8f2c}, {@code -1}, … */
final class Targets {
  private static final Pattern RELATIVE = Pattern.compile("-\\d.*");

  private Targets() {}

  /**
   * Refuses what only looks like a target because it is a misspelt option: unknown options arrive
   * as positional parameters, so that {@code -1} can be one.
   */
  static List<String> checked(CommandSpec command, List<String> given) {
    var unknown = new ArrayList<String>();
    for (var target : given) {
      if (target.startsWith("-") && !RELATIVE.matcher(target).matches()) {
        unknown.add(target);
      }
    }
    if (!unknown.isEmpty()) {
      throw new CommandLine.UnmatchedArgumentException(command.commandLine(), unknown);
    }
    return given;
  }

  /** Exactly one target. */
  static String one(CommandSpec command, List<String> given) {
    return one(
        command,
        given,
        "A target is missing: head, base, a revision id, or steps such as +1 or -1");
  }

  /** Where an upgrade goes; without a target to the head. */
  static String up(CommandSpec command, List<String> given) {
    return given.isEmpty() ? "head" : one(command, given);
  }

  /** Where a downgrade goes, which nobody decides but who asks for it. */
  static String down(CommandSpec command, List<String> given) {
    return one(
        command,
        given,
        "A target is missing: write -1 for one step back, base for all, or the revision to go back to");
  }

  private static String one(CommandSpec command, List<String> given, String missing) {
    var targets = checked(command, given);
    if (targets.size() != 1) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          targets.isEmpty()
              ? missing
              : "One target is expected, given are: " + String.join(" ", targets));
    }
    return targets.getFirst();
  }
}
