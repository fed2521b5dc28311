package dev.athanor.changelog;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file's name says about it. */
final class FileNames {
  private static final String GZIP = ".gz";

  /** YAML that people keep beside their revisions and that belongs to other programs, or to us. */
  private static final Set<String> NEIGHBOURS =
      Set.of("athanor.yaml", "athanor.yml", "kustomization.yaml", "kustomization.yml");

  private static final Pattern CONFIG_MAP_KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");

  private FileNames() {}

  /** Whether an entry with this name is looked at. */
  static boolean candidate(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return !lower.startsWith(".")
        && !lower.startsWith("readme")
        && !lower.endsWith(Template.SUFFIX)
        && !NEIGHBOURS.contains(lower);
  }

  /** The kind of changelog that a name's ending promises; {@link Format#SHORT_SQL} for any SQL. */
  static Optional<Format> format(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(GZIP)) {
      lower = lower.substring(0, lower.length() - GZIP.length());
    }
    if (lower.endsWith(".sql")) {
      return Optional.of(Format.SHORT_SQL);
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return Optional.of(Format.YAML);
    }
    if (lower.endsWith(".xml")) {
      return Optional.of(Format.XML);
    }
    return lower.endsWith(".json") ? Optional.of(Format.JSON) : Optional.empty();
  }

  static boolean gzip(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(GZIP);
  }

  /** Whether a ConfigMap could hold a file under this name. */
  static boolean fitsConfigMap(String name) {
    return CONFIG_MAP_KEY.matcher(name).matches();
  }
}
