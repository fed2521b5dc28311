package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * The last Job.
 *
 * @param name its name
 * @param attempt from 1, counted for what it was made to do
 * @param phase how far it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobStatus(
    @Size(max = 63) @JsonPropertyDescription("The Job's name.") String name,
    @JsonPropertyDescription("From 1, counted for what it was made to do.") int attempt,
    @JsonPropertyDescription("How far the Job is.") JobPhase phase) {}
