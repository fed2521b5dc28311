package dev.athanor.changelog.importing;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${name}} in the scripts of other tools. */
final class Placeholders {
  private Placeholders() {}

  /** Puts in the values there are; the others stay, and the file's check names the first. */
  static String replace(String text, Map<String, String> values) {
    return replace(text, values, "${", "}");
  }

  /** The same for placeholders that are written another way. */
  static String replace(String text, Map<String, String> values, String prefix, String suffix) {
    if (!text.contains(prefix)) {
      return text;
    }
    return Pattern.compile(Pattern.quote(prefix) + "([^{}\n]+?)" + Pattern.quote(suffix))
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    values.getOrDefault(match.group(1).strip(), match.group())));
  }
}
