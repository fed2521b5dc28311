package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * The lock that a Job waits for.
 *
 * @param since when the wait began
 * @param heldBy who has it, as the database tells it
 */
public record LockStatus(
    @Size(max = 64) @JsonPropertyDescription("When the wait began.") String since,
    @Size(max = 512)
        @JsonPropertyDescription(
            "Who has the lock, as the database tells it: process, application, address.")
        String heldBy) {}
