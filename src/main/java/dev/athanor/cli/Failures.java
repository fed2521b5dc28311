package dev.athanor.cli;

import dev.athanor.api.ErrorDocument;
import dev.athanor.api.Json;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, as text or as JSON, and turns it into the exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private final Terminal terminal;
  private final boolean json;
  private final boolean traced;

  Failures(Terminal terminal, String... args) {
    this.terminal = terminal;
    this.json = wantsJson(terminal, args);
    this.traced = ConfigFile.Given.flag("--raiseerr", args);
  }

  // looked up by hand: it must be known even where the arguments could not be parsed
  private static boolean wantsJson(Terminal terminal, String... args) {
    var given = Arrays.asList(args);
    for (var option : new String[] {"-o", "--output"}) {
      var at = given.indexOf(option);
      if (at >= 0 && at + 1 < given.size()) {
        return given.get(at + 1).equalsIgnoreCase("json");
      }
    }
    return given.stream()
            .anyMatch(
                arg ->
                    arg.equalsIgnoreCase("-o=json")
                        || arg.equalsIgnoreCase("-ojson")
                        || arg.equalsIgnoreCase("--output=json"))
        || "json".equalsIgnoreCase(terminal.environment().get("ATHANOR_OUTPUT"));
  }

  /** Whether a program reads the result. */
  boolean json() {
    return json;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(of(e));
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    if (!json) {
      UnmatchedArgumentException.printSuggestions(e, terminal.err());
    }
    return report(
        new AthanorException(
            Reason.INVALID_USAGE,
            "%s. See '%s --help'."
                .formatted(withoutFullStop(message(e)), command.getCommandSpec().qualifiedName())));
  }

  private static String message(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      var words = String.join(" ", unmatched.getUnmatched());
      return e.getCommandLine().getParent() == null
          ? "There is no command '%s'".formatted(words)
          : "Too many arguments: '%s'".formatted(words);
    }
    var argument = e.getArgSpec();
    if (e.getCause() instanceof TypeConversionException
        && argument != null
        && argument.paramLabel().contains("|")) {
      // the values as they are typed, where picocli would list constants
      return "%s'%s' is none of %s"
          .formatted(
              argument instanceof OptionSpec option ? option.longestName() + " " : "",
              e.getValue(),
              argument.paramLabel().replace("|", ", "));
    }
    return String.valueOf(e.getMessage());
  }

  private static String withoutFullStop(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  /** Says an error whose result is printed already; in JSON that says it. */
  static void text(Terminal terminal, Output output, AthanorException e) {
    if (!output.json()) {
      print(terminal, e);
    }
  }

  /** Prints the error and returns its exit code. */
  int report(AthanorException e) {
    log.debug("{}", e.reason().id(), e);
    if (traced) {
      e.printStackTrace(terminal.err());
    }
    if (json) {
      terminal.out().println(Json.write(ErrorDocument.of(e)));
    } else {
      print(terminal, e);
    }
    return e.reason().exitCode();
  }

  private static void print(Terminal terminal, AthanorException e) {
    terminal.err().printf("error: %s: %s%n", e.reason().id(), e.message());
    place(e).ifPresent(place -> terminal.err().println("  at: " + place));
    e.statement()
        .ifPresent(
            statement ->
                terminal
                    .err()
                    .println("  statement: " + statement.strip().replace("\n", "\n    ")));
    e.sqlState().ifPresent(state -> terminal.err().println("  SQLSTATE: " + state));
  }

  // most messages begin with the place; it is not said twice
  private static Optional<String> place(AthanorException e) {
    return e.file()
        .filter(file -> !e.message().contains(file))
        .map(file -> e.line() > 0 ? file + ":" + e.line() : file);
  }

  /** The exception itself, or what nobody foresaw made one of ours. */
  static AthanorException of(Exception e) {
    return e instanceof AthanorException known
        ? known
        : new AthanorException(
            Reason.INTERNAL_ERROR,
            "Athanor itself failed: %s. Please report it; ATHANOR_LOG_LEVEL=debug shows where."
                .formatted(e),
            e);
  }
}
