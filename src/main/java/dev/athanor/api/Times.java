package dev.athanor.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as Kubernetes writes them: RFC 3339, UTC, whole seconds. */
public final class Times {
  private Times() {}

  /** The instant, cut to whole seconds. */
  public static String format(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The instant that the text stands for; empty for no text or another format. */
  public static Optional<Instant> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
