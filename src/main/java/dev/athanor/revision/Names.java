package dev.athanor.revision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks ids and labels up by their beginning: sorted, so that it costs little in a long history.
 */
final class Names {
  /** A shorter beginning names nothing: {@code 1} is too easily typed for {@code -1}. */
  static final int SHORTEST_PREFIX = 3;

  /** What is shorter goes by its whole name only, as in Alembic. */
  private static final int SHORTEST_ABBREVIATED = 4;

  private final String[] sorted;

  Names(Nodes nodes) {
    sorted =
        Stream.concat(
                nodes.revisions().stream().map(Revision::id), nodes.labels().keySet().stream())
            .filter(name -> name.length() >= SHORTEST_ABBREVIATED)
            .sorted()
            .toArray(String[]::new);
  }

  /** The ids and labels of at least four characters that begin so, sorted. */
  List<String> startingWith(String prefix) {
    int at = Arrays.binarySearch(sorted, prefix);
    var found = new ArrayList<String>();
    for (at = at < 0 ? -at - 1 : at; at < sorted.length && sorted[at].startsWith(prefix); at++) {
      found.add(sorted[at]);
    }
    return found;
  }
}
