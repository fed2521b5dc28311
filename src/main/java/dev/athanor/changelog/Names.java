package dev.athanor.changelog;

import dev.athanor.error.Reason;
import java.util.Collection;
import java.util.Set;

/** The names that may stand under a node: Liquibase passes over any other in YAML and JSON. */
final class Names {
  private Names() {}

  /**
   * Refuses a child under another name, and one that should be a plain value and is not.
   *
   * @param known the names
   * @param nested those of them that may hold more than a value
   */
  static void refuseUnknown(
      RevisionFile file, Node node, Collection<String> known, Set<String> nested) {
    for (var child : node.children()) {
      if (!known.contains(child.name())) {
        throw file.refused(
            Reason.INVALID_CHANGELOG,
            child.line(),
            "%s knows no \"%s\"%s."
                .formatted(
                    node.name(),
                    child.name().isEmpty() ? child.text() : child.name(),
                    Spelling.hint(child.name(), known)));
      }
      if (child.shape() != Node.Shape.SCALAR && !nested.contains(child.name())) {
        throw file.refused(
            Reason.INVALID_CHANGELOG,
            child.line(),
            "\"%s\" of %s must be a plain value.".formatted(child.name(), node.name()));
      }
    }
  }

  /** Refuses text between elements, which only XML can have. */
  static void refuseText(RevisionFile file, Node node) {
    if (node.shape() != Node.Shape.SCALAR && !node.text().isEmpty()) {
      throw file.refused(
          Reason.INVALID_CHANGELOG,
          node.line(),
          "there is text in %s that Liquibase passes over: \"%s\"."
              .formatted(node.name(), node.text().strip().lines().findFirst().orElse("")));
    }
  }
}
