package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.error.AthanorException;

/**
 * What a command prints with {@code -o json} when it fails.
 *
 * @param apiVersion {@link Json#API_VERSION}
 * @param error what failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"apiVersion", "error"})
public record ErrorDocument(String apiVersion, ErrorDetail error) {
  /** The document for an exception. */
  public static ErrorDocument of(AthanorException e) {
    return new ErrorDocument(Json.API_VERSION, ErrorDetail.of(e));
  }
}
