package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which database was met.
 *
 * @param product for example {@code PostgreSQL}
 * @param version as the database says it
 * @param identity what tells this database from every other, so that two resources that reach the
 *     same one can be found
 * @param versionTable the version table with its schema
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseIdentity(
    @Size(max = 128) @JsonPropertyDescription("The database's product name.")
        @Nullable String product,
    @Size(max = 256) @JsonPropertyDescription("The database's version, as it says it.")
        @Nullable String version,
    @Size(max = 512) @JsonPropertyDescription("What tells this database from every other.")
        @Nullable String identity,
    @Size(max = 512) @JsonPropertyDescription("The version table, with its schema.")
        @Nullable String versionTable) {}
