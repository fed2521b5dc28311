package dev.athanor.api;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as Go and Kubernetes write them: {@code 90s}, {@code 5m}, {@code 1h30m}. */
public final class Durations {
  /** What the CRD accepts; {@code 0s} is written with its unit like every other. */
  public static final String PATTERN = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";

  private static final Pattern PARTS =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  private Durations() {}

  /**
   * The duration that the text stands for.
   *
   * @throws IllegalArgumentException when the text is not a duration of this form
   */
  public static Duration parse(String text) {
    var matcher = PARTS.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration: write it like 90s, 5m or 1h30m");
    }
    return Duration.ofHours(number(matcher.group(1)))
        .plusMinutes(number(matcher.group(2)))
        .plusSeconds(number(matcher.group(3)));
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
