package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Where a client certificate and its private key are.
 *
 * @param secretName the Secret
 * @param certificateKey its key that holds the certificate
 * @param privateKeyKey its key that holds the private key
 * @param passwordKey its key that holds the password of an encrypted private key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientCertificateSpec(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("The Secret's name.")
        String secretName,
    @Default("tls.crt")
        @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the certificate, in PEM.")
        String certificateKey,
    @Default("tls.key")
        @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the private key, in PEM.")
        String privateKeyKey,
    @Size(min = 1, max = 253)
        @Pattern(DatabaseKeys.KEY)
        @JsonPropertyDescription("The key that holds the private key's password.")
        @Nullable String passwordKey) {

  /** Fills in the defaults. */
  public ClientCertificateSpec {
    certificateKey = certificateKey == null ? "tls.crt" : certificateKey;
    privateKeyKey = privateKeyKey == null ? "tls.key" : privateKeyKey;
  }
}
