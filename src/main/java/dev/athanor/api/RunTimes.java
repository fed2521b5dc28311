package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How long a run took, piece by piece; for measurements, nothing is decided by it.
 *
 * @param totalMillis how long it took from its start to its end
 * @param lockWaitMillis how long it waited for the lock
 * @param stepMillis how long each step took, in order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTimes(long totalMillis, long lockWaitMillis, List<Long> stepMillis) {
  /** Keeps its own copy of the list. */
  public RunTimes {
    stepMillis = Lists.copy(stepMillis);
  }
}
