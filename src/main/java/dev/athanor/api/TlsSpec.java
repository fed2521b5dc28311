package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * How the connection is encrypted, where the database's Secret does not say it all.
 *
 * @param mode what is asked of the server
 * @param ca the authority that the server's certificate is checked against
 * @param clientCertificate the certificate to show
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.mode) || self.mode != 'disable' || !(has(self.ca) || has(self.clientCertificate))",
    message = "mode disable has no use for ca and clientCertificate",
    fieldPath = ".mode")
public record TlsSpec(
    @JsonPropertyDescription(
            "disable, require, verify-ca or verify-full; verify-full where a certificate is given,"
                + " in the database's Secret or here.")
        @Nullable TlsMode mode,
    @JsonPropertyDescription("The authority that the server's certificate is checked against.")
        @Nullable CertificateAuthoritySpec ca,
    @JsonPropertyDescription("The certificate to show to the server.")
        @Nullable ClientCertificateSpec clientCertificate) {}
