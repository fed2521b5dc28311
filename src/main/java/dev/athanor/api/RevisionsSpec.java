package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the revision files are: exactly one of these.
 *
 * @param configMaps in the resource's namespace; together they are one revision set
 * @param configMapSelector the same, found by their labels
 * @param image an image volume, for sets that no ConfigMap holds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.configMaps) ? 1 : 0) + (has(self.configMapSelector) ? 1 : 0)"
            + " + (has(self.image) ? 1 : 0) == 1",
    message = "exactly one of configMaps, configMapSelector and image says where the revisions are")
public record RevisionsSpec(
    @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "ConfigMaps in the resource's namespace; together they are one revision set.")
        @Nullable List<ConfigMapReference> configMaps,
    @JsonPropertyDescription("The same, found by their labels: all that have them, 64 at most.")
        @Nullable ConfigMapSelector configMapSelector,
    @JsonPropertyDescription(
            "An OCI image with the files, mounted as a volume (Kubernetes 1.35 or newer), for sets"
                + " of more than a MiB.")
        @Nullable ImageSource image) {

  /** Keeps its own copy of the list. */
  public RevisionsSpec {
    configMaps = configMaps == null ? null : List.copyOf(configMaps);
  }

  /** ConfigMaps by name. */
  public static RevisionsSpec of(List<ConfigMapReference> configMaps) {
    return new RevisionsSpec(configMaps, null, null);
  }

  /** The names of the ConfigMaps that are named; none where they are found otherwise. */
  public List<String> names() {
    return configMaps == null
        ? List.of()
        : configMaps.stream().map(ConfigMapReference::name).toList();
  }
}
