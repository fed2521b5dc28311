package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Names of the Secret's keys, where they are not among those that are recognised.
 *
 * @param host the key that holds the host's name
 * @param port the key that holds the port
 * @param database the key that holds the database's name
 * @param username the key that holds the user's name
 * @param password the key that holds the password
 * @param uri the key that holds a URI: postgresql://…
 * @param jdbcUri the key that holds a JDBC URL
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseKeys(
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the host's name.")
        @Nullable String host,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the port.")
        @Nullable String port,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the database's name.")
        @Nullable String database,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the user's name.")
        @Nullable String username,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the password.")
        @Nullable String password,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds a URI like postgresql://user@host:5432/db.")
        @Nullable String uri,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds a JDBC URL.")
        @Nullable String jdbcUri) {

  /** What a key of a Secret may look like. */
  static final String KEY = "^[-._a-zA-Z0-9]+$";
}
