package dev.athanor.revision;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.Optional;

/**
 * A target where there is no database: {@code [from:]to}.
 *
 * @param from where it starts; absent when not written, the base
 * @param to where it goes
 */
record OfflineRange(Optional<String> from, String to) {
  static OfflineRange parse(String range) {
    int colon = range.indexOf(':');
    if (colon < 0) {
      return new OfflineRange(Optional.empty(), range);
    }
    if (!hasOneColon(range) || colon == range.length() - 1) {
      throw new AthanorException(
          Reason.RANGE_SYNTAX, "'" + range + "' is no range; write <from>:<to>, with both ends.");
    }
    return new OfflineRange(
        Optional.of(colon == 0 ? "base" : range.substring(0, colon)), range.substring(colon + 1));
  }

  static boolean hasOneColon(String range) {
    return range.indexOf(':') == range.lastIndexOf(':');
  }
}
