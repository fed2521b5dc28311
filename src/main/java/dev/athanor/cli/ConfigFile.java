package dev.athanor.cli;

import dev.athanor.database.ConnectionSettings;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What {@code athanor.yaml} says.
 *
 * @param path the file, which need not exist
 * @param options option names with their values, for every database
 * @param databases what each database of several has of its own, by its name, in the file's order
 */
record ConfigFile(
    Path path, Map<String, Object> options, Map<String, Map<String, Object>> databases) {
  static final String NAME = "athanor.yaml";
  private static final String DATABASES = "databases";

  /**
   * Reads the file that {@code --config} or {@code ATHANOR_CONFIG} names, or {@code athanor.yaml}
   * where there is one.
   *
   * @param known every option's name
   * @throws AthanorException InvalidConfiguration if it cannot be read or has a key that is no
   *     option
   */
  static ConfigFile read(Terminal terminal, Set<String> known, String... args) {
    var named =
        Given.value("--config", args)
            .or(() -> Given.valueBeforeCommand("-c", args))
            .or(() -> Optional.ofNullable(terminal.environment().get("ATHANOR_CONFIG")));
    var path = terminal.directory().resolve(named.orElse(NAME));
    if (named.isEmpty() && !Files.exists(path)) {
      return new ConfigFile(path, Map.of(), Map.of());
    }
    var options = load(path);
    var databases = new LinkedHashMap<String, Map<String, Object>>();
    Optional.ofNullable(options.remove(DATABASES))
        .ifPresent(
            sections ->
                mapping(path, "'databases'", sections)
                    .forEach(
                        (name, section) ->
                            databases.put(
                                DatabaseName.checked(path, name),
                                mapping(path, "'" + name + "'", section))));
    check(path, "", known, options);
    databases.forEach((name, section) -> check(path, DATABASES + "." + name + ".", known, section));
    return new ConfigFile(path, options, databases);
  }

  private static void check(
      Path path, String prefix, Set<String> known, Map<String, Object> options) {
    refuseSecrets(path, prefix, options);
    for (var key : options.keySet()) {
      if (key.toLowerCase(Locale.ROOT).contains("password") && !known.contains(key)) {
        throw secret(path, "'" + prefix + key + "'");
      }
      if (!known.contains(key) || (!prefix.isEmpty() && key.equals("database"))) {
        throw invalid(
            path,
            0,
            "has the key '%s', which is no option; known are %s"
                .formatted(prefix + key, String.join(", ", known)));
      }
    }
  }

  /** The file lies beside the revisions, in Git. */
  private static void refuseSecrets(Path path, String prefix, Map<String, Object> options) {
    if (options.get("url") instanceof String url && DatabaseOptions.holdsPassword(url)) {
      throw secret(path, "a password in '" + prefix + "url'");
    }
    if (options.get("property") instanceof Map<?, ?> properties) {
      for (var name : properties.keySet()) {
        if (ConnectionSettings.sensitive(String.valueOf(name))) {
          throw secret(path, "'" + prefix + "property." + name + "'");
        }
      }
    }
  }

  private static AthanorException secret(Path path, String what) {
    return invalid(
        path,
        0,
        "has %s, and no secret belongs there: use the variable ATHANOR_PASSWORD or ATHANOR_URL, password-file, or database-dir"
            .formatted(what));
  }

  private static Map<String, Object> load(Path path) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (var reader = Files.newBufferedReader(path)) {
      Object content = new Yaml(new SafeConstructor(options)).load(reader);
      return content == null ? new LinkedHashMap<>() : mapping(path, "", content);
    } catch (IOException e) {
      throw invalid(path, 0, "cannot be read: " + e.getClass().getSimpleName());
    } catch (MarkedYAMLException e) {
      var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw invalid(path, line, "is not valid YAML: " + e.getProblem());
    }
  }

  private static Map<String, Object> mapping(Path path, String what, Object content) {
    if (!(content instanceof Map<?, ?> map)) {
      throw invalid(
          path,
          what.isEmpty() ? 1 : 0,
          (what.isEmpty() ? "is not" : "has something under " + what + " that is not")
              + " a YAML mapping of options to values, such as 'url: jdbc:postgresql://localhost/shop'");
    }
    var mapping = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> mapping.put(String.valueOf(key), value));
    return mapping;
  }

  static AthanorException invalid(Path path, int line, String problem) {
    return new AthanorException(
            Reason.INVALID_CONFIGURATION, "The configuration file %s %s.".formatted(path, problem))
        .at(path.toString(), line);
  }

  /** What relative paths in it are relative to. */
  Path folder(Terminal terminal) {
    return Optional.ofNullable(path.getParent()).orElse(terminal.directory());
  }

  /** What is said on the command line about options that decide how the rest is read. */
  static final class Given {
    private Given() {}

    /** The value of a long option, wherever it stands. */
    static Optional<String> value(String option, String... args) {
      for (int i = 0; i < args.length; i++) {
        if (args[i].startsWith(option + "=")) {
          return Optional.of(args[i].substring(option.length() + 1));
        }
        if (args[i].equals(option) && i + 1 < args.length) {
          return Optional.of(args[i + 1]);
        }
      }
      return Optional.empty();
    }

    /** The value of a short option that belongs to the program and not to its command. */
    static Optional<String> valueBeforeCommand(String option, String... args) {
      for (int i = 0; i + 1 < args.length && args[i].startsWith("-"); i += 2) {
        if (args[i].equals(option)) {
          return Optional.of(args[i + 1]);
        }
        if (args[i].contains("=")) {
          i--;
        }
      }
      return Optional.empty();
    }

    /** Whether a flag is given. */
    static boolean flag(String option, String... args) {
      return Arrays.asList(args).contains(option);
    }
  }
}
