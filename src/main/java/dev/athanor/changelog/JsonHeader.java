package dev.athanor.changelog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;

/** The header of a JSON changelog: keys beside {@code databaseChangeLog}. */
final class JsonHeader {
  private JsonHeader() {}

  static Header read(String origin, String text) {
    var header = new Header(origin);
    try (var parser = Json.parser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          key(header, parser);
        }
      }
    } catch (IOException e) {
      throw Json.invalid(origin, e);
    }
    return header;
  }

  private static void key(Header header, JsonParser parser) throws IOException {
    var key = parser.currentName();
    int line = parser.currentTokenLocation().getLineNr();
    var token = parser.nextToken();
    if (key.equals("databaseChangeLog") || key.equals("$schema")) {
      parser.skipChildren();
      return;
    }
    boolean known = header.accept(key, value(header, parser, token, key, line), line);
    if (!known) {
      throw header.invalid(
          line,
          "knows no key \"%s\"; beside databaseChangeLog there are revision, down-revision,"
                  .formatted(key)
              + " depends-on, branch-labels, message, created and replaces");
    }
  }

  private static String value(
      Header header, JsonParser parser, JsonToken token, String key, int line) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return "";
    }
    if (token.isScalarValue()) {
      return parser.getText().strip();
    }
    var items = new ArrayList<String>();
    if (token == JsonToken.START_ARRAY) {
      for (var item = parser.nextToken(); item.isScalarValue(); item = parser.nextToken()) {
        items.add(parser.getText().strip());
      }
      if (parser.currentToken() == JsonToken.END_ARRAY) {
        return String.join(",", items);
      }
    }
    throw header.invalid(
        line, "has \"%s\" as something else than text or a list of texts".formatted(key));
  }
}
