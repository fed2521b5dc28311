package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * The last Job.
 *
 * @param name its name
 * @param attempt from 1, counted for what it was made to do
 * @param phase how far it is
 * @param progress the steps that are done, of how many: {@code 3/7}; absent while not known
 * @param lock whom it waits for; absent unless it waits
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobStatus(
    @Size(max = 63) @JsonPropertyDescription("The Job's name.") String name,
    @JsonPropertyDescription("From 1, counted for what it was made to do.") int attempt,
    @JsonPropertyDescription("How far the Job is.") JobPhase phase,
    @Size(max = 32)
        @JsonPropertyDescription(
            "The steps that are done, of how many, as 3/7; absent while not known. While the Job"
                + " runs it is read from the pod's log every ten seconds.")
        @Nullable String progress,
    @JsonPropertyDescription(
            "Who has the lock on the database that the Job waits for; absent unless it waits. Read"
                + " from the pod's log likewise.")
        @Nullable LockStatus lock) {}
