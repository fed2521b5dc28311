package dev.athanor.changelog;

import java.util.OptionalInt;

/** Which changesets of a YAML, XML or JSON changelog can be taken back. */
final class Rollbacks {
  private Rollbacks() {}

  /** The line of the first change that nothing takes back. */
  static OptionalInt lineWithout(Node root) {
    return root.parts().stream()
        .filter(part -> part.name().equals("changeSet"))
        .filter(changeSet -> changeSet.child("rollback").isEmpty() && !ignored(changeSet))
        .flatMap(changeSet -> Changes.ofChangeSet(changeSet).stream())
        .filter(change -> !ChangeTypes.reversible(change.name()))
        .mapToInt(Node::line)
        .findFirst();
  }

  private static boolean ignored(Node changeSet) {
    return changeSet.value("ignore").filter("true"::equalsIgnoreCase).isPresent();
  }
}
