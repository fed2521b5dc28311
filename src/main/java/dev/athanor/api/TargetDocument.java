package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Where a database should be.
 *
 * @param expression as written: {@code head}, {@code -1}, an id, …
 * @param revisions the ids that it resolved to; empty for base
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetDocument(
    @Size(max = 4096) @JsonPropertyDescription("The target as written.") String expression,
    @Size(max = 256)
        @JsonPropertyDescription("The revisions that it resolved to; none stands for base.")
        List<@Size(max = 255) String> revisions) {

  /** Keeps its own copy of the list; an absent list is read as an empty one. */
  public TargetDocument {
    revisions = Lists.copy(revisions);
  }
}
