package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A Secret in the resource's namespace. The operator never reads it: the Job's pod mounts it.
 *
 * @param name its name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretReference(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("The Secret's name.")
        String name) {}
