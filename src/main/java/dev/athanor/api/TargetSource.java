package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * Where the target is written, if not in the resource.
 *
 * @param configMapKeyRef a value in a ConfigMap
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetSource(
    @Required @JsonPropertyDescription("A value in a ConfigMap in the resource's namespace.")
        ConfigMapKeyReference configMapKeyRef) {}
