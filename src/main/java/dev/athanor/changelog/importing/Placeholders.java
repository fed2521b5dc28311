package dev.athanor.changelog.importing;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${name}} in the scripts of other tools. */
final class Placeholders {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}\n]+)}");

  private Placeholders() {}

  /** Puts in the values there are; the others stay, and the file's check names the first. */
  static String replace(String text, Map<String, String> values) {
    if (!text.contains("${")) {
      return text;
    }
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    values.getOrDefault(match.group(1).strip(), match.group())));
  }
}
