package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/**
 * How retries are spaced: the wait doubles from the first to the longest. What can pass by itself
 * (the database is unreachable, the lock is taken, …) is tried for ever; a crash only so often.
 *
 * @param initial the wait after the first attempt
 * @param max the longest wait
 * @param limit how many crashes in a row end in Stalled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackoffSpec(
    @Default("10s")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("The wait after the first attempt; it doubles from there.")
        String initial,
    @Default("5m")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("The longest wait between two attempts.")
        String max,
    @Default("6")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "How many attempts in a row may end without a result (out of memory, killed, deadline)"
                + " before a person must look. What can pass by itself is retried for ever.")
        Integer limit) {

  /** What an empty object stands for. */
  public static final BackoffSpec DEFAULT = new BackoffSpec("10s", "5m", 6);

  /** Fills in the defaults. */
  public BackoffSpec {
    initial = initial == null ? "10s" : initial;
    max = max == null ? "5m" : max;
    limit = limit == null ? 6 : limit;
  }
}
