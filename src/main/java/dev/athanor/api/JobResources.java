package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the Job's container asks for and may use.
 *
 * @param requests cpu, memory, …
 * @param limits cpu, memory, …
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobResources(
    @Size(max = 16) @JsonPropertyDescription("What the container asks for.")
        @Nullable Map<String, Quantity> requests,
    @Size(max = 16) @JsonPropertyDescription("What the container may use at most.")
        @Nullable Map<String, Quantity> limits) {}
