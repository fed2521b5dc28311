package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a database should be.
 *
 * @param expression as written: {@code head}, {@code -1}, an id, …
 * @param revisions the ids that it resolved to; empty for base, absent when it never was resolved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetDocument(
    @Size(max = 4096) @JsonPropertyDescription("The target as written.") String expression,
    @Size(max = 256)
        @JsonPropertyDescription(
            "The revisions that it resolved to: empty for base, absent when never resolved.")
        @Nullable List<@Size(max = 255) String> revisions) {

  /** Keeps its own copy of the list. */
  public TargetDocument {
    revisions = revisions == null ? null : List.copyOf(revisions);
  }
}
