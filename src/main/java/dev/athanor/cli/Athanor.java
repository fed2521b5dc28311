package dev.athanor.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: the command line that people type, that Jobs run and that is the operator. */
@Command(
    name = "athanor",
    description = "Keeps databases at the revision their Git says.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      UpgradeCommand.class,
      DowngradeCommand.class,
      StampCommand.class,
      PlanCommand.class,
      CurrentCommand.class,
      CheckCommand.class,
      LogCommand.class,
      HistoryCommand.class,
      HeadsCommand.class,
      BranchesCommand.class,
      ShowCommand.class,
      GraphCommand.class,
      InitCommand.class,
      ListTemplatesCommand.class,
      RevisionCommand.class,
      MergeCommand.class,
      EditCommand.class,
      RebaseCommand.class,
      SquashCommand.class,
      ImportCommand.class,
      EnsureVersionCommand.class,
      WaitCommand.class,
      DropAllCommand.class,
      CompletionCommand.class,
      OperatorCommand.class,
      HelpCommand.class
    },
    footerHeading =
        "%nOptions of the commands also come from the environment and from athanor.yaml:%n",
    footer = {
      "  --version-table is ATHANOR_VERSION_TABLE, and version-table in the file.",
      "",
      "Example:",
      "  athanor upgrade head --revisions revisions --url jdbc:postgresql://localhost/shop --username shop"
    })
public final class Athanor {
  // declared for the help alone: Defaults looks for it before anything is parsed
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Where options are that were not given. Default: athanor.yaml, if it is there.")
  @SuppressWarnings("unused")
  private Optional<Path> config = Optional.empty();

  private Athanor() {}

  /** Runs the program as a process of its own and ends it with the command's exit code. */
  public static void main(String... args) {
    var stop = new StopSignal();
    var done = new CountDownLatch(1);
    var exitCode = new AtomicInteger();
    // SIGTERM stops the work between two steps; the exit code is then still the command's
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.give();
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  Runtime.getRuntime().halt(exitCode.get());
                },
                "stop"));
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    var out = writer(FileDescriptor.out);
    var err = writer(FileDescriptor.err);
    exitCode.set(
        run(
            new Terminal(
                out,
                err,
                console.isPresent(),
                () -> console.map(Console::readLine),
                System.getenv(),
                Path.of(""),
                Clock.systemUTC(),
                stop),
            args));
    done.countDown();
    System.exit(exitCode.get());
  }

  /**
   * Runs one command in this process.
   *
   * @param out gets the result
   * @param err gets progress, warnings and errors
   * @param args the command and its options, as at a prompt
   * @return the exit code: 0 done, 2 wrong usage, 10 to 19 permanent, 20 to 29 worth another try
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(
        new Terminal(
            out,
            err,
            false,
            Optional::empty,
            System.getenv(),
            Path.of(""),
            Clock.systemUTC(),
            new StopSignal()),
        args);
  }

  /** The same with all of the outside world given. */
  static int run(Terminal terminal, String... args) {
    var commandLine = commandLine(terminal);
    var failures = new Failures(terminal, args);
    try {
      commandLine
          .setExecutionExceptionHandler(failures)
          .setParameterExceptionHandler(failures)
          .setDefaultValueProvider(Defaults.of(commandLine, terminal, args));
      return commandLine.execute(args);
    } catch (dev.athanor.error.AthanorException e) {
      return failures.report(e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** Every command with its options, for running and for the generated pages. */
  static CommandLine commandLine(Terminal terminal) {
    var commandLine =
        new CommandLine(new Athanor(), new Factory(terminal))
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setAbbreviatedOptionsAllowed(false)
            .setUsageHelpAutoWidth(true)
            .setUsageHelpLongOptionsMaxWidth(28);
    // `downgrade -1` names a target, not an option; Targets refuses what is neither
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.setUnmatchedOptionsArePositionalParams(true));
    return commandLine;
  }

  /** Hands the outside world to every command that asks for it. */
  private record Factory(Terminal terminal) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.getDeclaredConstructor(Terminal.class).newInstance(terminal);
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** For tests that need an environment of their own. */
  static Terminal terminal(
      PrintWriter out, PrintWriter err, Map<String, String> environment, Path directory) {
    return new Terminal(
        out,
        err,
        false,
        Optional::empty,
        environment,
        directory,
        Clock.systemUTC(),
        new StopSignal());
  }
}
