package dev.athanor.changelog;

import java.util.List;

/** The changes under {@code changes}, {@code rollback} or an XML changeset. */
final class Changes {
  private Changes() {}

  static List<Node> in(Node node) {
    return node.parts();
  }

  /** The changes of a whole changeset, wherever its format puts them. */
  static List<Node> ofChangeSet(Node changeSet) {
    return changeSet.children().stream()
        .flatMap(
            part ->
                part.name().equals("changes")
                    ? in(part).stream()
                    : java.util.stream.Stream.of(part))
        .filter(change -> ChangeTypes.attributes(change.name()).isPresent())
        .toList();
  }
}
