package dev.athanor.changelog.importing;

import dev.athanor.error.AthanorException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What Flyway's own configuration says of placeholders: {@code flyway.conf}, {@code flyway.toml},
 * or Spring's {@code application.properties} and {@code application.yaml}.
 *
 * @param placeholders by name
 * @param prefix what a placeholder begins with in a script
 * @param suffix what it ends with
 * @param replacement whether there are any
 */
record FlywayConfig(
    Map<String, String> placeholders, String prefix, String suffix, boolean replacement) {
  private static final Pattern TABLE = Pattern.compile("\\s*\\[\\s*([\\w.\"-]+)\\s*]\\s*");
  private static final Pattern TOML_VALUE =
      Pattern.compile(
          "\\s*([\\w.\"-]+)\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^#]*?)\\s*(#.*)?");
  private static final Pattern KEY = Pattern.compile("(?:spring\\.)?flyway\\.(.*)");

  /** Keeps its own copy of the map. */
  FlywayConfig {
    placeholders = Map.copyOf(placeholders);
  }

  /** As the file says, if there is one, and with what was given beside it. */
  static FlywayConfig of(ImportOptions options) {
    var settings = options.toolConfig().map(FlywayConfig::settings).orElseGet(Map::of);
    var placeholders = new TreeMap<String, String>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith("placeholders.")) {
            placeholders.put(key.substring("placeholders.".length()), value);
          }
        });
    placeholders.putAll(options.placeholders());
    return new FlywayConfig(
        placeholders,
        setting(settings, "placeholderPrefix").orElse("${"),
        setting(settings, "placeholderSuffix").orElse("}"),
        !"false".equals(setting(settings, "placeholderReplacement").orElse("")));
  }

  /** Spring writes placeholder-prefix as well. */
  private static Optional<String> setting(Map<String, String> settings, String name) {
    return settings.entrySet().stream()
        .filter(entry -> entry.getKey().replace("-", "").equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Map<String, String> settings(Path file) {
    var text = SourceFolder.text(file);
    var name = SourceFolder.name(file).toLowerCase(Locale.ROOT);
    var all =
        name.endsWith(".toml")
            ? toml(text)
            : name.endsWith(".yaml") || name.endsWith(".yml")
                ? yaml(text, file)
                : properties(text, file);
    var own = new LinkedHashMap<String, String>();
    all.forEach(
        (key, value) -> {
          var matcher = KEY.matcher(key);
          if (matcher.matches()) {
            own.put(matcher.group(1), value);
          }
        });
    return own;
  }

  private static Map<String, String> properties(String text, Path file) {
    var properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
    var all = new LinkedHashMap<String, String>();
    properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
    return all;
  }

  /** Tables, and values on one line: all that Flyway's settings need. */
  private static Map<String, String> toml(String text) {
    var all = new LinkedHashMap<String, String>();
    var table = "";
    for (var line : text.lines().toList()) {
      var head = TABLE.matcher(line);
      var value = TOML_VALUE.matcher(line);
      if (head.matches()) {
        table = head.group(1).replace("\"", "") + ".";
      } else if (value.matches() && !line.strip().startsWith("#")) {
        all.put(table + value.group(1).replace("\"", ""), unquoted(value.group(2)));
      }
    }
    return all;
  }

  private static String unquoted(String value) {
    if (value.startsWith("\"")) {
      return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    return value.startsWith("'") ? value.substring(1, value.length() - 1) : value;
  }

  private static Map<String, String> yaml(String text, Path file) {
    var all = new LinkedHashMap<String, String>();
    try {
      new Yaml(new SafeConstructor(new LoaderOptions()))
          .loadAll(text)
          .forEach(document -> flatten("", document, all));
    } catch (YAMLException e) {
      throw unreadable(file, e);
    }
    return all;
  }

  private static void flatten(String prefix, Object value, Map<String, String> all) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inner) -> flatten(prefix + key + ".", inner, all));
    } else if (value != null && !prefix.isEmpty()) {
      all.putIfAbsent(prefix.substring(0, prefix.length() - 1), value.toString());
    }
  }

  private static AthanorException unreadable(Path file, Exception cause) {
    return SourceFolder.invalid(
        file.toString(), 0, "the settings cannot be read: " + cause.getMessage());
  }
}
