package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Who to connect as, where the URL is written in the resource.
 *
 * @param secretName the Secret
 * @param usernameKey its key that holds the user's name
 * @param passwordKey its key that holds the password
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialsSpec(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("The Secret's name.")
        String secretName,
    @Default("username")
        @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the user's name.")
        String usernameKey,
    @Default("password")
        @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the password.")
        String passwordKey) {

  /** Fills in the defaults. */
  public CredentialsSpec {
    usernameKey = usernameKey == null ? "username" : usernameKey;
    passwordKey = passwordKey == null ? "password" : passwordKey;
  }
}
