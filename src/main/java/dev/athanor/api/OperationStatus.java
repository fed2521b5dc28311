package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last finished Job did.
 *
 * @param operation {@code upgrade}, {@code downgrade} or {@code stamp}
 * @param target what it was asked for, and what that resolved to
 * @param generation the generation of the spec that first asked for it
 * @param digest of the revision set that it was made for
 * @param from the version rows before
 * @param to the version rows after
 * @param steps how many steps were done
 * @param startedAt when it began
 * @param completedAt when it ended
 * @param error why it ended before its target
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationStatus(
    @Size(max = 32) @JsonPropertyDescription("upgrade, downgrade or stamp.") String operation,
    @JsonPropertyDescription("What it was asked for, and what that resolved to.")
        @Nullable TargetDocument target,
    @JsonPropertyDescription("The generation of the spec that first asked for it.") long generation,
    @Size(max = 80) @JsonPropertyDescription("The digest of the revision set it was made for.")
        String digest,
    @Size(max = 256) @JsonPropertyDescription("The version rows before.")
        @Nullable List<@Size(max = 255) String> from,
    @Size(max = 256) @JsonPropertyDescription("The version rows after.")
        @Nullable List<@Size(max = 255) String> to,
    @JsonPropertyDescription("How many steps were done.") @Nullable Integer steps,
    @Size(max = 64) @JsonPropertyDescription("When it began.") @Nullable String startedAt,
    @Size(max = 64) @JsonPropertyDescription("When it ended.") @Nullable String completedAt,
    @JsonPropertyDescription("Why it ended before its target.") @Nullable ErrorDetail error) {

  /** Keeps its own copies of the lists. */
  public OperationStatus {
    from = from == null ? null : List.copyOf(from);
    to = to == null ? null : List.copyOf(to);
  }
}
