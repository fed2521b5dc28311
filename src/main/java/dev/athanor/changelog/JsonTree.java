package dev.athanor.changelog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;

/** Reads JSON with its lines. */
final class JsonTree {
  private static final int MAX_DEPTH = 50;

  private final RevisionFile file;
  private int nodes;

  JsonTree(RevisionFile file) {
    this.file = file;
  }

  Node read() {
    try (var parser = Json.parser(file.text())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Tree.missingRoot(file);
      }
      var root = convert(parser, "", 1, 0);
      if (parser.nextToken() != null) {
        throw file.refused(
            dev.athanor.error.Reason.INVALID_CHANGELOG,
            parser.currentTokenLocation().getLineNr(),
            "there is text below the end of the document.");
      }
      return root.child(Tree.ROOT).orElseThrow(() -> Tree.missingRoot(file));
    } catch (IOException e) {
      throw Json.invalid(file.origin(), e);
    }
  }

  private Node convert(JsonParser parser, String name, int line, int depth) throws IOException {
    if (++nodes > Tree.MAX_NODES || depth > MAX_DEPTH) {
      throw Tree.tooLarge(file, line);
    }
    var children = new ArrayList<Node>();
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var key = parser.currentName();
        int keyLine = line(parser);
        parser.nextToken();
        children.add(convert(parser, key, keyLine, depth + 1));
      }
      return Node.branch(name, line, Node.Shape.MAP, children);
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        children.add(convert(parser, "", line(parser), depth + 1));
      }
      return Node.branch(name, line, Node.Shape.LIST, children);
    }
    boolean nothing = parser.currentToken() == JsonToken.VALUE_NULL;
    return Node.scalar(name, line, nothing ? "" : parser.getText());
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
