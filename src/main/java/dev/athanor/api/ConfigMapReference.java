package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A ConfigMap in the resource's namespace.
 *
 * @param name its name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapReference(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("The ConfigMap's name.")
        String name) {}
