package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.athanor.error.AthanorException;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Why something failed, in the words of {@code docs/reasons.md}: the same object in the output of a
 * command, in a Job's result and in the status.
 *
 * @param reason the stable CamelCase name of a {@link dev.athanor.error.Reason}
 * @param message for a person: what is wrong with which object, and what to do
 * @param file the file, or the ConfigMap and key, that it is about
 * @param line the line in the file, from 1
 * @param revision the revision that it is about
 * @param statement the statement that the database refused
 * @param sqlState the database's five-character SQLSTATE
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErrorDetail(
    @Size(max = 128) @JsonPropertyDescription("Stable CamelCase name, listed in docs/reasons.md.")
        String reason,
    @Size(max = 4096) @JsonPropertyDescription("What is wrong with which object, and what to do.")
        String message,
    @Size(max = 1024)
        @JsonPropertyDescription("The file, or ConfigMap and key, that the error is about.")
        @Nullable String file,
    @JsonPropertyDescription("The line in the file, from 1.") @Nullable Integer line,
    @Size(max = 255) @JsonPropertyDescription("The revision that the error is about.")
        @Nullable String revision,
    @Size(max = 4096) @JsonPropertyDescription("The statement that the database refused.")
        @Nullable String statement,
    @Size(max = 16) @JsonPropertyDescription("The database's SQLSTATE.")
        @Nullable String sqlState) {

  /** An error that says nothing about where. */
  public ErrorDetail(String reason, String message) {
    this(reason, message, null, null, null, null, null);
  }

  /** What the exception knows. */
  public static ErrorDetail of(AthanorException e) {
    return new ErrorDetail(
        e.reason().id(),
        e.message(),
        e.file().orElse(null),
        e.line() > 0 ? e.line() : null,
        e.revision().orElse(null),
        e.statement().orElse(null),
        e.sqlState().orElse(null));
  }
}
