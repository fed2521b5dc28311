package dev.athanor.changelog.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A changelog in JSON, written anew: there is nothing in it but what it says. */
final class JsonChangeLogText implements ChangeLogText {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String origin;
  private final JsonNode root;

  JsonChangeLogText(String origin, String text) {
    this.origin = origin;
    this.root = parse(text);
  }

  private JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw SourceFolder.invalid(origin, 0, "this is not valid JSON: " + e.getOriginalMessage());
    }
  }

  @Override
  public List<Piece> changeSets() {
    return pieces("changeSet");
  }

  @Override
  public List<Piece> preconditions() {
    return pieces("preConditions");
  }

  private List<Piece> pieces(String name) {
    var pieces = new ArrayList<Piece>();
    for (var item : root.path("databaseChangeLog")) {
      if (item.has(name)) {
        pieces.add(new Piece(item.toPrettyString(), 0));
      }
    }
    return pieces;
  }

  @Override
  public Piece inPlace(Piece piece, Elsewhere elsewhere) {
    return new Piece(new JsonInPlace(elsewhere).of(parse(piece.text())).toPrettyString(), 0);
  }

  @Override
  public Written write(List<String> header, List<Property> properties, List<Piece> pieces) {
    var document = JsonNodeFactory.instance.objectNode();
    for (var line : header) {
      int colon = line.indexOf(": ");
      document.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    var list = document.putArray("databaseChangeLog");
    for (var property : properties) {
      ObjectNode written = list.addObject().putObject("property");
      written.put("name", property.name()).put("value", property.value());
      property.attributes().forEach(written::put);
    }
    pieces.forEach(piece -> list.add(parse(piece.text())));
    return new Written(
        document.toPrettyString() + "\n", ".json", pieces.stream().map(piece -> 1).toList());
  }
}
