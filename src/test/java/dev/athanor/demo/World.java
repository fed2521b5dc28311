package dev.athanor.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/** Everything that was started, closed in reverse, once, whatever happens. */
final class World implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private boolean closed;

  /** Starts a part; who wants to close the world meanwhile waits until it is there to be closed. */
  synchronized <T extends AutoCloseable> T with(Callable<T> start) throws Exception {
    if (closed) {
      throw new DemoFailure("interrupted");
    }
    var part = start.call();
    started.push(part);
    return part;
  }

  synchronized boolean isClosed() {
    return closed;
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
