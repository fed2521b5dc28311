package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Where the revision files are.
 *
 * @param configMaps in the resource's namespace; together they are one revision set
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RevisionsSpec(
    @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "ConfigMaps in the resource's namespace; together they are one revision set.")
        List<ConfigMapReference> configMaps) {

  /** Keeps its own copy of the list. */
  public RevisionsSpec {
    configMaps = Lists.copy(configMaps);
  }
}
