package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A taint that the pod tolerates, as in a pod.
 *
 * @param key the taint's key; absent with {@code Exists}: every one
 * @param operator {@code Exists} or {@code Equal}
 * @param value the taint's value
 * @param effect {@code NoSchedule}, …; absent: every one
 * @param tolerationSeconds for {@code NoExecute}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobToleration(
    @Size(max = 317) @JsonPropertyDescription("The taint's key.") @Nullable String key,
    @Size(max = 16) @JsonPropertyDescription("Exists or Equal.") @Nullable String operator,
    @Size(max = 63) @JsonPropertyDescription("The taint's value.") @Nullable String value,
    @Size(max = 32) @JsonPropertyDescription("The taint's effect; absent: every one.")
        @Nullable String effect,
    @JsonPropertyDescription("How long a NoExecute taint is borne.")
        @Nullable Long tolerationSeconds) {}
