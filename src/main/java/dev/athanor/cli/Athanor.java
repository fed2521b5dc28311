package dev.athanor.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      ResolveCommand.class,
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
      DumpDataCommand.class,
      CompletionCommand.class,
      OperatorCommand.class,
      KubectlCommand.class,
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

  // the same: which database decides what the defaults are
  @Option(
      names = "--database",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Which of the databases in athanor.yaml; all: each in turn.")
  @SuppressWarnings("unused")
  private Optional<String> database = Optional.empty();

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Neither progress nor warnings, and no questions: only results and errors.")
  @SuppressWarnings("unused")
  private boolean quiet;

  @Option(
      names = "--raiseerr",
      scope = ScopeType.INHERIT,
      description = "Show with an error where in the program it comes from.")
  @SuppressWarnings("unused")
  private boolean raiseError;

  @Option(names = "-c", paramLabel = "FILE", description = "Before a command: --config.")
  @SuppressWarnings("unused")
  private Optional<Path> alembicConfig = Optional.empty();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Before a command: --database.")
  @SuppressWarnings("unused")
  private Optional<String> alembicName = Optional.empty();

  private Athanor() {}

  /** Runs the program as a process of its own and ends it with the command's exit code. */
  public static void main(String... args) {
    var stop = new StopSignal();
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    var out = writer(FileDescriptor.out);
    var err = writer(FileDescriptor.err);
    Signals.ask(stop, err);
    System.exit(
        run(
            new Terminal(
                out,
                err,
                console.isPresent(),
                () ->
                    stop.unlessGiven("waiting for an answer", () -> console.map(Console::readLine)),
                System.getenv(),
                Path.of(""),
                Clock.systemUTC(),
                stop),
            args));
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
    var failures = new Failures(terminal, args);
    try {
      var commands = commandLine(terminal);
      var file = ConfigFile.read(terminal, Defaults.options(commands), args);
      var command = command(commands, args);
      var database =
          DatabaseName.chosen(
              file, terminal.environment(), command.filter(c -> about(c, args)).isPresent(), args);
      if (database.equals(Optional.of(DatabaseName.ALL)) && command.isPresent()) {
        return new EachDatabase(terminal, file, failures.json())
            .run(
                command.get().getCommandName(),
                (each, name) -> one(each, new Failures(each, args), file, Optional.of(name), args));
      }
      return one(terminal, failures, file, database, args);
    } catch (dev.athanor.error.AthanorException e) {
      return failures.report(e);
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static int one(
      Terminal terminal,
      Failures failures,
      ConfigFile file,
      Optional<String> database,
      String... args) {
    var own =
        database
            .map(name -> terminal.environment().get(DatabaseName.variable(name, "password")))
            .map(password -> terminal.withVariable("ATHANOR_PASSWORD", password))
            .orElse(terminal);
    boolean quiet = ConfigFile.Given.flag("-q", args) || ConfigFile.Given.flag("--quiet", args);
    return commandLine(quiet ? own.quiet() : own)
        .setExecutionExceptionHandler(failures)
        .setParameterExceptionHandler(failures)
        .setDefaultValueProvider(new Defaults(own, file, database))
        .execute(args);
  }

  private static Optional<CommandLine> command(CommandLine commands, String... args) {
    return Arrays.stream(args)
        .flatMap(arg -> Optional.ofNullable(commands.getSubcommands().get(arg)).stream())
        .findFirst();
  }

  /** Whether the command is about a database or its revisions, and not asked for its help. */
  private static boolean about(CommandLine command, String... args) {
    var options = command.getCommandSpec().optionsMap();
    return (options.containsKey("--url") || options.containsKey("--revisions"))
        && Arrays.stream(args).noneMatch(arg -> arg.equals("--help") || arg.equals("-h"));
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
    commandLine.getSubcommands().values().stream()
        .filter(Athanor::takesTargets)
        .forEach(command -> command.setUnmatchedOptionsArePositionalParams(true));
    return commandLine;
  }

  private static boolean takesTargets(CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .anyMatch(each -> List.of("TARGET", "REVISION").contains(each.paramLabel()));
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
