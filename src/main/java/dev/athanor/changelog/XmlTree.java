package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML with its lines. No DTD, no entity but XML's own five, nothing from elsewhere. */
final class XmlTree {
  private static final int MAX_DEPTH = 50;

  private final RevisionFile file;
  private int nodes;

  XmlTree(RevisionFile file) {
    this.file = file;
  }

  Node read() {
    try {
      var reader = factory().createXMLStreamReader(new StringReader(file.text()));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw invalid(line(reader), "a document type and its entities are not allowed");
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
          var root = element(reader, 0);
          while (reader.hasNext()) {
            reader.next();
          }
          if (!root.name().equals(Tree.ROOT)) {
            throw Tree.missingRoot(file);
          }
          return root;
        }
      }
      throw Tree.missingRoot(file);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
      throw invalid(line, "this is not valid XML: " + said(e));
    }
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("external entities are not allowed");
        });
    return factory;
  }

  private Node element(XMLStreamReader reader, int depth) throws XMLStreamException {
    int line = line(reader);
    if (++nodes > Tree.MAX_NODES || depth > MAX_DEPTH) {
      throw Tree.tooLarge(file, line);
    }
    var name = reader.getLocalName();
    var children = new ArrayList<Node>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      var prefix = reader.getAttributePrefix(i);
      if (prefix == null || prefix.isEmpty()) {
        children.add(
            Node.scalar(reader.getAttributeLocalName(i), line, reader.getAttributeValue(i)));
      }
    }
    var text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw invalid(
                line(reader), "the entity &" + reader.getLocalName() + "; is not allowed");
        case XMLStreamConstants.END_ELEMENT -> {
          return node(name, line, text.toString(), children);
        }
        default -> {}
      }
    }
  }

  private static Node node(String name, int line, String text, List<Node> children) {
    boolean scalar = children.isEmpty();
    return new Node(
        name,
        line,
        scalar ? Node.Shape.SCALAR : Node.Shape.MAP,
        text.isBlank() ? "" : text,
        line,
        true,
        children);
  }

  private static int line(XMLStreamReader reader) {
    return Math.max(0, reader.getLocation().getLineNumber());
  }

  /** The JDK puts the position before what it has to say. */
  private static String said(XMLStreamException e) {
    var message = String.valueOf(e.getMessage());
    int at = message.lastIndexOf("Message: ");
    return at < 0 ? message : message.substring(at + "Message: ".length());
  }

  private AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, line, what + ".");
  }
}
