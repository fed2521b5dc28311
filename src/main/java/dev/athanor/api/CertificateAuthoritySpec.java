package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where an authority's certificates are. Only that key is mounted: its private key may lie beside
 * it.
 *
 * @param secretName a Secret
 * @param configMapName or a ConfigMap
 * @param key its key that holds the certificates
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.secretName) != has(self.configMapName)",
    message = "exactly one of secretName and configMapName holds the authority's certificates")
public record CertificateAuthoritySpec(
    @Size(min = 1, max = 253) @JsonPropertyDescription("The Secret's name.")
        @Nullable String secretName,
    @Size(min = 1, max = 253) @JsonPropertyDescription("The ConfigMap's name.")
        @Nullable String configMapName,
    @Default("ca.crt")
        @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the certificates, in PEM.")
        String key) {

  /** Fills in the default. */
  public CertificateAuthoritySpec {
    key = key == null ? "ca.crt" : key;
  }
}
