package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * What the spec asks for. A downgrade, a stamp and a relative target run once for this: suspending
 * and resuming raises the generation, but asks for nothing new.
 *
 * @param generation the generation of the spec that first asked for it
 * @param digest over the spec without {@code suspend}
 * @param database over {@code spec.database}: with another database nothing is known any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AskedStatus(
    @JsonPropertyDescription("The generation of the spec that first asked for it.") long generation,
    @Size(max = 80) @JsonPropertyDescription("Over the spec without suspend.") String digest,
    @Size(max = 80) @JsonPropertyDescription("Over spec.database.") String database) {}
