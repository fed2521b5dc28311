package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * A plan that waits for its approval, or is being carried out.
 *
 * @param hash what an approval names
 * @param steps how many there are
 * @param destructive how many statements take data away
 * @param configMap where it can be read, with its SQL
 * @param generation of the spec that first asked for it
 * @param digest of the revision set it was made with
 * @param target that it leads to, as written
 * @param current the version rows that it starts from, or has got to
 * @param plannedAt when it was made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanStatus(
    @Size(max = 80) @JsonPropertyDescription("What an approval names.") String hash,
    @JsonPropertyDescription("How many steps there are.") int steps,
    @JsonPropertyDescription("How many statements take data away.") int destructive,
    @Size(max = 253) @JsonPropertyDescription("The ConfigMap that shows it, with its SQL.")
        String configMap,
    @JsonPropertyDescription("The generation of the spec that first asked for it.") long generation,
    @Size(max = 80) @JsonPropertyDescription("The revision set that it was made with.")
        String digest,
    @Size(max = 4096) @JsonPropertyDescription("The target that it leads to, as written.")
        String target,
    @Size(max = 256)
        @JsonPropertyDescription("The version rows that it starts from, or has got to.")
        List<@Size(max = 255) String> current,
    @Size(max = 64) @JsonPropertyDescription("When it was made.") String plannedAt) {

  /** Keeps its own copy of the list. */
  public PlanStatus {
    current = Lists.copy(current);
  }

  /** The same, some way on. */
  public PlanStatus at(List<String> rows) {
    return new PlanStatus(
        hash, steps, destructive, configMap, generation, digest, target, rows, plannedAt);
  }
}
