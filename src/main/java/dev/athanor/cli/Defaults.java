package dev.athanor.cli;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
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
  static final String FILE = "athanor.yaml";

  private final Map<String, String> environment;
  private final Path folder;
  private final Map<String, Object> file;

  private Defaults(Map<String, String> environment, Path folder, Map<String, Object> file) {
    this.environment = environment;
    this.folder = folder;
    this.file = file;
  }

  /**
   * Reads the file that {@code --config} or {@code ATHANOR_CONFIG} names, or {@code athanor.yaml}
   * where there is one.
   *
   * @throws AthanorException InvalidConfiguration if it cannot be read or has a key that is no
   *     option
   */
  static Defaults of(CommandLine commands, Terminal terminal, String... args) {
    var named =
        config(args).or(() -> Optional.ofNullable(terminal.environment().get("ATHANOR_CONFIG")));
    var path = terminal.directory().resolve(named.orElse(FILE));
    if (named.isEmpty() && !Files.exists(path)) {
      return new Defaults(terminal.environment(), terminal.directory(), Map.of());
    }
    var file = read(path);
    var known = options(commands);
    for (var key : file.keySet()) {
      if (key.toLowerCase(Locale.ROOT).contains("password") && !known.contains(key)) {
        throw secret(path, "'" + key + "'");
      }
      if (!known.contains(key)) {
        throw invalid(
            path,
            0,
            "has the key '%s', which is no option; known are %s"
                .formatted(key, String.join(", ", known)));
      }
    }
    if (file.get("url") instanceof String url && DatabaseOptions.holdsPassword(url)) {
      throw secret(path, "a password in 'url'");
    }
    if (file.get("property") instanceof Map<?, ?> properties) {
      properties.keySet().stream()
          .map(String::valueOf)
          .filter(ConnectionSettings::sensitive)
          .findFirst()
          .ifPresent(
              name -> {
                throw secret(path, "'%s' among the properties".formatted(name));
              });
    }
    return new Defaults(
        terminal.environment(),
        Optional.ofNullable(path.getParent()).orElse(terminal.directory()),
        file);
  }

  private static Optional<String> config(String... args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i].startsWith("--config=")) {
        return Optional.of(args[i].substring("--config=".length()));
      }
      if (args[i].equals("--config") && i + 1 < args.length) {
        return Optional.of(args[i + 1]);
      }
    }
    return Optional.empty();
  }

  private static Set<String> options(CommandLine commands) {
    return commands.getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(Defaults::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Object> read(Path path) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (var reader = Files.newBufferedReader(path)) {
      var file = new LinkedHashMap<String, Object>();
      Object content = new Yaml(new SafeConstructor(options)).load(reader);
      if (content == null) {
        return file;
      }
      if (!(content instanceof Map<?, ?> map)) {
        throw invalid(
            path,
            1,
            "is not a YAML mapping of options to values, such as 'url: jdbc:postgresql://localhost/shop'");
      }
      map.forEach((key, value) -> file.put(String.valueOf(key), value));
      return file;
    } catch (IOException e) {
      throw invalid(path, 0, "cannot be read: " + e.getClass().getSimpleName());
    } catch (MarkedYAMLException e) {
      var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw invalid(path, line, "is not valid YAML: " + e.getProblem());
    }
  }

  /** The file lies beside the revisions, in Git. */
  private static AthanorException secret(Path path, String what) {
    return invalid(
        path,
        0,
        "has %s, and no secret belongs there: use the variable ATHANOR_PASSWORD or ATHANOR_URL, password-file, or database-dir"
            .formatted(what));
  }

  private static AthanorException invalid(Path path, int line, String problem) {
    return new AthanorException(
            Reason.INVALID_CONFIGURATION, "The configuration file %s %s.".formatted(path, problem))
        .at(path.toString(), line);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    var key = key(option);
    var variable = environment.get("ATHANOR_" + key.replace('-', '_').toUpperCase(Locale.ROOT));
    if (variable != null) {
      return variable;
    }
    var value = file.get(key);
    return value == null ? null : text(option, value);
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
