package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the past, in short.
 *
 * @param operation {@code upgrade}, {@code downgrade} or {@code stamp}
 * @param target as written
 * @param from the version rows before
 * @param to the version rows after
 * @param steps how many steps were done
 * @param completedAt when it ended
 * @param reason why it failed; absent when it succeeded
 * @param attempts how many attempts in a row ended like this
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HistoryEntry(
    @Size(max = 32) @JsonPropertyDescription("upgrade, downgrade or stamp.") String operation,
    @Size(max = 255) @JsonPropertyDescription("The target as written.") String target,
    @Size(max = 256) @JsonPropertyDescription("The version rows before.")
        @Nullable List<@Size(max = 255) String> from,
    @Size(max = 256) @JsonPropertyDescription("The version rows after.")
        @Nullable List<@Size(max = 255) String> to,
    @JsonPropertyDescription("How many steps were done.") @Nullable Integer steps,
    @Size(max = 64) @JsonPropertyDescription("When it ended.") @Nullable String completedAt,
    @Size(max = 128) @JsonPropertyDescription("Why it failed; absent when it succeeded.")
        @Nullable String reason,
    @JsonPropertyDescription("How many attempts in a row ended like this; absent for one.")
        @Nullable Integer attempts) {

  /** Keeps its own copies of the lists. */
  public HistoryEntry {
    from = from == null ? null : List.copyOf(from);
    to = to == null ? null : List.copyOf(to);
  }

  /** The same, seen so often. */
  public HistoryEntry with(int attemptsInARow) {
    return new HistoryEntry(
        operation, target, from, to, steps, completedAt, reason, attemptsInARow);
  }
}
