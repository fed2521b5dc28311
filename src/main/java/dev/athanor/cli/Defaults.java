package dev.athanor.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when nobody gave it: the environment's {@code ATHANOR_…}, else the line of
 * {@code athanor.yaml}, else what the option itself says. In the file a relative path is relative
 * to the file's own folder.
 */
final class Defaults implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final Path folder;
  private final ConfigFile file;
  private final Optional<String> database;

  /**
   * The defaults for one database.
   *
   * @param database its name, where the file has several
   */
  Defaults(Terminal terminal, ConfigFile file, Optional<String> database) {
    this.environment = terminal.environment();
    this.folder = file.folder(terminal);
    this.file = file;
    this.database = database;
  }

  /** The names of all options that the file may have. */
  static Set<String> options(CommandLine commands) {
    return commands.getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(Defaults::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    var key = key(option);
    return own(option, key)
        .or(() -> Optional.ofNullable(environment.get(variable(key))))
        .or(() -> Optional.ofNullable(file.options().get(key)).map(value -> text(option, value)))
        .orElse(null);
  }

  /** What this database has of its own goes before what holds for all. */
  private Optional<String> own(OptionSpec option, String key) {
    return database.flatMap(
        name ->
            Optional.ofNullable(environment.get(DatabaseName.variable(name, key)))
                .or(
                    () ->
                        Optional.ofNullable(file.databases().get(name))
                            .map(section -> section.get(key))
                            .map(value -> text(option, value))));
  }

  private static String variable(String key) {
    return "ATHANOR_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private String text(OptionSpec option, Object value) {
    var path = Arrays.asList(option.typeInfo().getAuxiliaryTypes()).contains(Path.class);
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining(","));
      case List<?> list ->
          list.stream().map(item -> text(option, item)).collect(Collectors.joining(","));
      default -> path ? folder.resolve(value.toString()).toString() : value.toString();
    };
  }

  /** The option's name in the file: its longest name without the dashes. */
  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
