package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * What the next attempt waits for.
 *
 * @param reason why the last one failed
 * @param since when the first of these attempts failed
 * @param attempt the number of the next one
 * @param crashes how many in a row ended without a result
 * @param nextAttemptAt not before this
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RetryStatus(
    @Size(max = 128) @JsonPropertyDescription("Why the last attempt failed.") String reason,
    @Size(max = 64) @JsonPropertyDescription("When the first of these attempts failed.")
        String since,
    @JsonPropertyDescription("The number of the next attempt.") int attempt,
    @JsonPropertyDescription("How many attempts in a row ended without a result.") int crashes,
    @Size(max = 64) @JsonPropertyDescription("The next attempt is not made before this.")
        String nextAttemptAt) {}
