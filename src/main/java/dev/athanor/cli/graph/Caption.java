package dev.athanor.cli.graph;

import dev.athanor.revision.HistoryEntry;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a picture says beside a revision.
 *
 * @param id its id
 * @param labels the branch labels it introduces, at a head all that it goes by
 * @param flags {@code head}, {@code effective head}, {@code current}; forks and merges can be seen
 * @param message its message; may be empty
 */
public record Caption(String id, List<String> labels, List<String> flags, String message) {

  /** The caption of that entry. */
  public static Caption of(HistoryEntry entry) {
    var revision = entry.revision();
    var flags =
        entry.flags().stream()
            .sorted()
            .filter(
                flag ->
                    switch (flag) {
                      case HEAD, EFFECTIVE_HEAD, CURRENT -> true;
                      case BRANCHPOINT, MERGEPOINT -> false;
                    })
            .map(HistoryEntry.Flag::text)
            .toList();
    return new Caption(
        revision.id(),
        tip(entry) ? entry.labels() : revision.branchLabels().stream().sorted().toList(),
        flags,
        revision.message());
  }

  private static boolean tip(HistoryEntry entry) {
    return entry.flags().contains(HistoryEntry.Flag.HEAD)
        || entry.flags().contains(HistoryEntry.Flag.EFFECTIVE_HEAD);
  }

  static boolean current(HistoryEntry entry) {
    return entry.flags().contains(HistoryEntry.Flag.CURRENT);
  }

  /** {@code 8f2c (orders) (head)}. */
  public String name() {
    var named = labels.isEmpty() ? "" : " (" + String.join(", ", labels) + ")";
    return id + named + flags.stream().map(f -> " (" + f + ")").collect(Collectors.joining());
  }

  /** {@code 8f2c (orders) (head), add orders.total}. */
  public String line() {
    return message.isEmpty() ? name() : name() + ", " + message;
  }
}
