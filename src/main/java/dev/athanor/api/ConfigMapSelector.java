package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/**
 * ConfigMaps by their labels.
 *
 * @param matchLabels every one of these a ConfigMap has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapSelector(
    @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription("Labels that a ConfigMap must have, all of them.")
        Map<String, @Size(max = 63) String> matchLabels) {

  /** Keeps its own copy of the labels. */
  public ConfigMapSelector {
    matchLabels = Map.copyOf(matchLabels);
  }
}
