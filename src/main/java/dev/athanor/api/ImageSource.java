package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * An OCI image or artifact with revision files in it, mounted as a volume: Kubernetes 1.35 or
 * newer. The operator cannot look into it, so that the Job finds out what the target is.
 *
 * @param reference by digest, so that what is named is what is run
 * @param pullPolicy when it is pulled
 * @param path the folder in it; its root where it is empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageSource(
    @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[^ @]+@sha256:[0-9a-f]{64}$")
        @JsonPropertyDescription("The image, by digest: registry.example/revisions@sha256:…")
        String reference,
    @JsonPropertyDescription("When the image is pulled.") @Nullable ImagePullPolicy pullPolicy,
    @Size(max = 255)
        @Pattern("^([-._a-zA-Z0-9]+(/[-._a-zA-Z0-9]+)*)?$")
        @JsonPropertyDescription("The folder in the image that holds the files; empty: its root.")
        String path) {

  /** Fills in the default. */
  public ImageSource {
    path = path == null ? "" : path;
  }

  /** {@code sha256:…} of the image. */
  public String digest() {
    return reference.substring(reference.indexOf('@') + 1);
  }
}
