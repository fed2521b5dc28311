package dev.athanor.changelog;

import java.util.Set;

/** Finds undefined {@code ${name}} anywhere in a YAML, XML or JSON changelog. */
final class TreePlaceholders {
  private final RevisionFile file;
  private final Set<String> properties;

  TreePlaceholders(RevisionFile file, Set<String> properties) {
    this.file = file;
    this.properties = properties;
  }

  void refuse(Node node) {
    if (node.text().contains("${")) {
      // a comment in SQL is replaced in as well, and harmless; one line is enough to find it
      var text = node.linesKept() ? node.text() : node.text().replace('\n', ' ');
      Placeholders.refuse(file, text, node.textLine(), properties);
    }
    node.children().forEach(this::refuse);
  }
}
