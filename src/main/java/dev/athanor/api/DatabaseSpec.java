package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how it is reached: by a Secret that says everything, or by a URL with the
 * credentials in a Secret.
 *
 * @param secretRef a Secret that holds host, port, user, password …, as operators of databases
 *     write it
 * @param url a JDBC URL
 * @param credentials who to connect as, with a URL
 * @param keys the Secret's keys, where they are not recognised
 * @param schema the schema that unqualified names mean
 * @param versionTable the version table's name
 * @param versionTableSchema the version table's schema
 * @param tls how the connection is encrypted
 * @param properties JDBC properties
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.secretRef) != has(self.url)",
    message = "exactly one of secretRef and url says which database")
@ValidationRule(
    value = "!has(self.credentials) || has(self.url)",
    message = "credentials go with url; with secretRef they are in that Secret")
@ValidationRule(
    value = "!has(self.keys) || has(self.secretRef)",
    message = "keys name the keys of secretRef's Secret; with url use credentials")
@ValidationRule(
    value = "!has(self.url) || !self.url.matches('(?i)[?&;](password|pwd|sslpassword)=')",
    message = "a password does not belong into the url: use credentials",
    fieldPath = ".url")
@ValidationRule(
    value =
        "!has(self.properties) || !('password' in self.properties) && !('sslpassword' in self.properties)",
    message = "a password does not belong into the properties: use credentials",
    fieldPath = ".properties")
public record DatabaseSpec(
    @JsonPropertyDescription(
            "A Secret that holds host, port, user, password and database, or a URI. The keys that"
                + " CloudNativePG, Crunchy, Percona, Zalando, Service Binding and External Secrets"
                + " write are recognised.")
        @Nullable SecretReference secretRef,
    @Size(min = 6, max = 2048)
        @Pattern("^jdbc:[a-z0-9]+:.+$")
        @JsonPropertyDescription("A JDBC URL, without credentials.")
        @Nullable String url,
    @JsonPropertyDescription("Who to connect as, with url.") @Nullable CredentialsSpec credentials,
    @JsonPropertyDescription("Names of the Secret's keys, where they are not recognised.")
        @Nullable DatabaseKeys keys,
    @Size(min = 1, max = 128)
        @JsonPropertyDescription("The schema that unqualified names in the revisions mean.")
        @Nullable String schema,
    @Size(min = 1, max = 128)
        @JsonPropertyDescription("The version table's name; athanor_version where absent.")
        @Nullable String versionTable,
    @Size(min = 1, max = 128)
        @JsonPropertyDescription("The version table's schema; the database's default where absent.")
        @Nullable String versionTableSchema,
    @JsonPropertyDescription(
            "How the connection is encrypted, where the Secret does not say it all.")
        @Nullable TlsSpec tls,
    @Size(max = 32) @JsonPropertyDescription("JDBC properties, passed to the driver as they are.")
        @Nullable Map<String, @Size(max = 1024) String> properties) {

  /** JDBC properties; empty where the field is absent. */
  public Map<String, String> propertiesOrEmpty() {
    return properties == null ? Map.of() : properties;
  }
}
