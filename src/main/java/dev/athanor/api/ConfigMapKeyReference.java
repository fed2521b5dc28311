package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One value in a ConfigMap in the resource's namespace.
 *
 * @param name the ConfigMap's name
 * @param key the value's key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapKeyReference(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("The ConfigMap's name.")
        String name,
    @Required
        @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The value's key.")
        String key) {}
