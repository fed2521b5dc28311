package dev.athanor.operator;

import dev.athanor.api.HistoryEntry;
import dev.athanor.api.OperationStatus;
import java.util.ArrayList;
import java.util.List;

/** The last operations, the newest first. Pure. */
final class PastOperations {
  private static final int HISTORY = 10;

  private PastOperations() {}

  /**
   * A failure that repeats is one entry that counts; otherwise the list would hold nothing else.
   */
  static List<HistoryEntry> with(List<HistoryEntry> before, OperationStatus last) {
    var reason = last.error() == null ? null : last.error().reason();
    var target = last.target() == null ? "" : Fitting.cut(last.target().expression(), 255);
    var entry =
        new HistoryEntry(
            last.operation(),
            target,
            last.from(),
            last.to(),
            last.steps(),
            last.completedAt(),
            reason,
            null);
    var list = new ArrayList<HistoryEntry>();
    if (!before.isEmpty() && reason != null && repeats(before.getFirst(), entry)) {
      var count = before.getFirst().attempts();
      list.add(entry.with((count == null ? 1 : count) + 1));
      list.addAll(before.subList(1, before.size()));
    } else {
      list.add(entry);
      list.addAll(before);
    }
    return List.copyOf(list.subList(0, Math.min(HISTORY, list.size())));
  }

  private static boolean repeats(HistoryEntry before, HistoryEntry entry) {
    return before.operation().equals(entry.operation())
        && before.target().equals(entry.target())
        && entry.reason() != null
        && entry.reason().equals(before.reason());
  }
}
