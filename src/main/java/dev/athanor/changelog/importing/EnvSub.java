package dev.athanor.changelog.importing;

import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables as goose puts them in: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}}. */
final class EnvSub {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?:(:?-)([^}]*))?})");

  private EnvSub() {}

  /** Those without a value and a default stay, and the file's check names the first. */
  static String replace(String text, Map<String, String> values) {
    return VARIABLE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match, values)));
  }

  private static String value(MatchResult match, Map<String, String> values) {
    var name = Optional.ofNullable(match.group(1)).or(() -> Optional.ofNullable(match.group(2)));
    // ${NAME:-x} is for an empty value too, ${NAME-x} is not
    boolean forEmpty = ":-".equals(match.group(3));
    return name.map(values::get)
        .filter(value -> !(forEmpty && value.isEmpty()))
        .or(() -> Optional.ofNullable(match.group(4)))
        // braces, so that the check sees it
        .orElseGet(() -> match.group(1) == null ? match.group() : "${" + match.group(1) + "}");
  }
}
