package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The revision set.
 *
 * @param digest sha256 over the names and contents of its files; an image's own
 * @param heads the revisions that none follows
 * @param revisions how many there are; absent where only a Job can look
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceStatus(
    @Size(max = 80) @JsonPropertyDescription("sha256 over the names and contents of the files.")
        String digest,
    @Size(max = 256) @JsonPropertyDescription("The revisions that none follows.")
        List<@Size(max = 255) String> heads,
    @JsonPropertyDescription("How many revisions there are.") @Nullable Integer revisions) {

  /** Keeps its own copy of the list. */
  public SourceStatus {
    heads = Lists.copy(heads);
  }
}
