package dev.athanor.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** Everything that was started, closed in reverse, once, whatever happens. */
final class World implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /** Keeps what must be closed. */
  synchronized <T extends AutoCloseable> T with(T part) throws Exception {
    if (closed) {
      part.close();
      throw new DemoFailure("interrupted");
    }
    started.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      var part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        System.err.printf("closing %s: %s%n", part.getClass().getSimpleName(), e);
      }
    }
  }
}
