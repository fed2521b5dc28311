package dev.athanor.changelog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;

/** JSON as we read it: a key twice in one object is an error. */
final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  static AthanorException invalid(String origin, IOException cause) {
    var said = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
    int line =
        cause instanceof JsonProcessingException json && json.getLocation() != null
            ? json.getLocation().getLineNr()
            : 0;
    return new AthanorException(
            Reason.INVALID_CHANGELOG,
            "%s, line %d, is not valid JSON: %s".formatted(origin, line, said),
            cause)
        .at(origin, line);
  }
}
