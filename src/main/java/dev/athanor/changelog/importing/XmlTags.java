package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the elements of an XML document stand in its text. It has been parsed before: what is no
 * XML does not get here.
 */
final class XmlTags {
  private final String text;
  private int position;

  /**
   * An element.
   *
   * @param name without a prefix
   * @param start its first character
   * @param inner behind its start tag
   * @param end behind its end tag
   */
  record Element(String name, int start, int inner, int end, int depth) {}

  private record Open(String name, int start, int inner) {}

  private XmlTags(String text) {
    this.text = text;
  }

  /** Every element, in the order of their start tags. */
  static List<Element> of(String text) {
    var tags = new XmlTags(text);
    var open = new ArrayList<Open>();
    var found = new ArrayList<Element>();
    for (var start = tags.next(); start.isPresent(); start = tags.next()) {
      int at = start.get();
      boolean ends = text.charAt(at + 1) == '/';
      int close = tags.closing(at);
      if (ends) {
        if (!open.isEmpty()) {
          var last = open.removeLast();
          found.add(new Element(last.name(), last.start(), last.inner(), close, open.size()));
        }
      } else if (text.charAt(close - 2) == '/') {
        found.add(new Element(tags.name(at), at, close, close, open.size()));
      } else {
        open.add(new Open(tags.name(at), at, close));
      }
    }
    found.sort(java.util.Comparator.comparingInt(Element::start));
    return found;
  }

  /** The next tag, comments, CDATA and instructions passed over. */
  private Optional<Integer> next() {
    while (true) {
      int at = text.indexOf('<', position);
      if (at < 0 || at + 1 >= text.length()) {
        return Optional.empty();
      }
      if (text.startsWith("<!--", at)) {
        skip(at, "-->");
      } else if (text.startsWith("<![CDATA[", at)) {
        skip(at, "]]>");
      } else if (text.startsWith("<?", at)) {
        skip(at, "?>");
      } else if (text.startsWith("<!", at)) {
        skip(at, ">");
      } else {
        return Optional.of(at);
      }
    }
  }

  private void skip(int at, String end) {
    int close = text.indexOf(end, at);
    position = close < 0 ? text.length() : close + end.length();
  }

  /** Behind the tag's bracket; those in quotes do not count. */
  private int closing(int at) {
    char quote = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        position = i + 1;
        return position;
      }
    }
    position = text.length();
    return position;
  }

  private String name(int at) {
    int end = at + 1;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && text.charAt(end) != '>'
        && text.charAt(end) != '/') {
      end++;
    }
    var name = text.substring(at + 1, end);
    return name.substring(name.indexOf(':') + 1);
  }
}
