package dev.athanor.operator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What is being worked on, to find out what never ends. Keeps its own time: clocks jump. */
final class WorkLog {
  private final Map<Object, Long> begun = new ConcurrentHashMap<>();

  /** Does the work. */
  <T> T during(Supplier<T> work) {
    var key = new Object();
    begun.put(key, System.nanoTime());
    try {
      return work.get();
    } finally {
      begun.remove(key);
    }
  }

  /** Whether any piece of work has been going on for longer than this. */
  boolean anyLongerThan(Duration limit) {
    var now = System.nanoTime();
    return begun.values().stream().anyMatch(start -> now - start > limit.toNanos());
  }
}
