package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Puts migrations behind one another, as every tool but Alembic runs them. */
final class Line {
  private Line() {}

  static List<Draft> of(List<Draft> inOrder) {
    var line = new ArrayList<Draft>();
    var seen = new HashMap<String, Draft>();
    Optional<String> before = Optional.empty();
    for (var draft : inOrder) {
      var same = seen.putIfAbsent(draft.revision().id(), draft);
      if (same != null) {
        throw SourceFolder.invalid(
            draft.revision().source(),
            0,
            "the version %s is also that of %s"
                .formatted(draft.version(), same.revision().source()));
      }
      line.add(draft.after(before));
      before = Optional.of(draft.revision().id());
    }
    return line;
  }
}
