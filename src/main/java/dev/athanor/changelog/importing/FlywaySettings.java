package dev.athanor.changelog.importing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What Flyway is told about one script, in a {@code .conf} beside it or in comments at its head.
 *
 * @param inTransaction {@code executeInTransaction}
 * @param placeholders {@code placeholderReplacement}
 */
record FlywaySettings(boolean inTransaction, boolean placeholders) {
  private static final Pattern SETTING =
      Pattern.compile("\\s*(?:--\\s*)?(?:flyway[.:])?([A-Za-z]+)\\s*=\\s*([A-Za-z]+)\\s*;?\\s*");
  private static final Pattern COMMENT = Pattern.compile("\\s*--\\s*flyway:.*");

  static FlywaySettings of(Path script, String text) {
    var settings = new FlywaySettings(true, true);
    for (var line : text.lines().takeWhile(FlywaySettings::head).toList()) {
      if (COMMENT.matcher(line).matches()) {
        settings = settings.with(line);
      }
    }
    var beside = script.resolveSibling(SourceFolder.name(script) + ".conf");
    if (Files.isRegularFile(beside)) {
      for (var line : SourceFolder.text(beside).lines().toList()) {
        settings = settings.with(line);
      }
    }
    return settings;
  }

  private static boolean head(String line) {
    return line.isBlank() || line.strip().startsWith("--");
  }

  private FlywaySettings with(String line) {
    var setting = SETTING.matcher(line);
    if (!setting.matches()) {
      return this;
    }
    boolean on = !setting.group(2).equalsIgnoreCase("false");
    return switch (setting.group(1)) {
      case "executeInTransaction" -> new FlywaySettings(on, placeholders);
      case "placeholderReplacement" -> new FlywaySettings(inTransaction, on);
      default -> this;
    };
  }
}
