package dev.athanor.cli;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of the databases in {@code athanor.yaml} a command is for. */
final class DatabaseName {
  /** Each in turn. */
  static final String ALL = "all";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  private DatabaseName() {}

  static String checked(Path file, String name) {
    if (name.equals(ALL) || !NAME.matcher(name).matches()) {
      throw ConfigFile.invalid(
          file,
          0,
          "names a database '%s'; a name has letters, digits, _ and -, and is not 'all', which means each in turn"
              .formatted(name));
    }
    return name;
  }

  /**
   * The name that was given, checked; without one the only database there is.
   *
   * @param needed whether the command is about a database or its revisions
   * @throws AthanorException InvalidUsage for an unknown name, or none where there are several
   */
  static Optional<String> chosen(
      ConfigFile file, Map<String, String> environment, boolean needed, String... args) {
    var known = file.databases().keySet();
    var given =
        ConfigFile.Given.value("--database", args)
            .or(() -> ConfigFile.Given.valueBeforeCommand("-n", args))
            .or(() -> ConfigFile.Given.value("--name", args))
            .or(() -> Optional.ofNullable(environment.get("ATHANOR_DATABASE")))
            .or(() -> Optional.ofNullable(file.options().get("database")).map(Object::toString));
    if (given.isPresent()) {
      if (known.isEmpty()) {
        throw usage(
            "There is no database '%s': %s has no 'databases'. Name each there, with what is its own."
                .formatted(given.get(), file.path()));
      }
      if (!known.contains(given.get()) && !given.get().equals(ALL)) {
        throw usage(
            "There is no database '%s' in %s; known are %s, and all for each in turn."
                .formatted(given.get(), file.path(), String.join(", ", known)));
      }
      return given;
    }
    if (known.size() > 1 && needed) {
      throw usage(
          "%s has several databases: %s. Say which with --database NAME, or --database all for each in turn."
              .formatted(file.path(), String.join(", ", known)));
    }
    return known.size() == 1 ? known.stream().findFirst() : Optional.empty();
  }

  /** The variable that an option of this database may come from: {@code ATHANOR_SHOP__URL}. */
  static String variable(String database, String option) {
    return "ATHANOR_" + upper(database) + "__" + upper(option);
  }

  private static String upper(String name) {
    return name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static AthanorException usage(String message) {
    return new AthanorException(Reason.INVALID_USAGE, message);
  }
}
