package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * The revisions that the database had when it last was where it should be: what tells an edited or
 * a replaced file from a new one.
 *
 * @param revisions how many
 * @param digest over their files
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppliedStatus(
    @JsonPropertyDescription("How many revisions the database had.") int revisions,
    @Size(max = 80) @JsonPropertyDescription("Over their files.") String digest) {}
