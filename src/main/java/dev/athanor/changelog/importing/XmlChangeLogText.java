package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.List;

/** A changelog in XML. */
final class XmlChangeLogText implements ChangeLogText {
  private final String text;
  private final List<XmlTags.Element> elements;

  XmlChangeLogText(String origin, String text) {
    this.text = text;
    this.elements = XmlTags.of(text);
    if (elements.isEmpty()) {
      throw SourceFolder.invalid(origin, 1, "there is no databaseChangeLog");
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

  /** One walk over the text: its line breaks are counted once, however many pieces there are. */
  private List<Piece> pieces(String name) {
    var pieces = new ArrayList<Piece>();
    int counted = 0;
    int line = 1;
    for (var element : elements) {
      if (element.depth() == 1 && element.name().equals(name)) {
        for (; counted < element.start(); counted++) {
          line += text.charAt(counted) == '\n' ? 1 : 0;
        }
        pieces.add(new Piece(text.substring(element.start(), element.end()), line));
      }
    }
    return pieces;
  }

  @Override
  public Piece inPlace(Piece piece, Elsewhere elsewhere) {
    return new Piece(XmlInPlace.of(piece.text(), elsewhere), piece.line());
  }

  @Override
  public Written write(List<String> header, List<Property> properties, List<Piece> pieces) {
    var root = elements.getFirst();
    var lines = new Lines();
    lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n");
    // two dashes would end the comment
    header.forEach(line -> lines.add("  " + line.replace("--", "- -") + "\n"));
    lines.add("-->\n");
    // Athanor runs Liquibase 4, which does not know the schemas of 5
    var start =
        text.substring(root.start(), root.inner())
            .replaceAll("(/dbchangelog(?:-ext)?)-5[.\\d]*\\.xsd", "$1-latest.xsd");
    lines.add(start.endsWith("/>") ? start.replaceFirst("\\s*/>$", ">") : start).add("\n");
    for (var property : properties) {
      lines.add("  <property name=\"" + escaped(property.name()) + '"');
      lines.add(" value=\"" + escaped(property.value()) + '"');
      property
          .attributes()
          .forEach((name, value) -> lines.add(" " + name + "=\"" + escaped(value) + '"'));
      lines.add("/>\n");
    }
    var starts = new ArrayList<Integer>();
    for (var piece : pieces) {
      lines.add("\n");
      starts.add(lines.line());
      lines.add("    " + piece.text() + "\n");
    }
    var name = text.substring(root.start() + 1).split("[\\s/>]", 2)[0];
    lines.add("</" + name + ">\n");
    return new Written(lines.text(), ".xml", starts);
  }

  static String escaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("\n", "&#10;");
  }
}
