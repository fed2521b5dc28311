package dev.athanor.revision;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A line of the history.
 *
 * @param revision what it is about
 * @param flags what there is to say about its place
 * @param labels the branch labels that it goes by, sorted
 */
public record HistoryEntry(Revision revision, Set<Flag> flags, List<String> labels) {

  /** What there is to say about the place of a revision, in the order shown. */
  public enum Flag {
    /** No other follows or depends on it. */
    HEAD,
    /** No other follows it, but one depends on it. */
    EFFECTIVE_HEAD,
    /** It is a row of the version table. */
    CURRENT,
    /** Several follow it. */
    BRANCHPOINT,
    /** It follows several. */
    MERGEPOINT;

    /** As it is written out: {@code effective head}, … */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
