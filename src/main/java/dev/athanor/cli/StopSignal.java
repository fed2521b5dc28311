package dev.athanor.cli;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.migrate.Stop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How often the process was asked to end; given, it stays. */
final class StopSignal implements Stop {
  private final AtomicInteger given = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile boolean awaited;

  /** Asks, and answers for how many times. */
  int give() {
    int times = given.incrementAndGet();
    asked.countDown();
    return times;
  }

  @Override
  public boolean getAsBoolean() {
    return given.get() > 0;
  }

  @Override
  public boolean atOnce() {
    return given.get() > 1;
  }

  /** Waits until somebody asks, or the time is over; says whether somebody did. */
  boolean await(Duration atMost) {
    try {
      return asked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Waits until somebody asks, and then says so itself. */
  void await() throws InterruptedException {
    awaited = true;
    asked.await();
  }

  /** Whether somebody waits for it who says so himself. */
  boolean awaited() {
    return awaited;
  }

  /**
   * What the work answers, unless somebody asks before it does: then the work, which must be one
   * that nobody misses, is left alone in its thread.
   *
   * @param doing for the message: what was going on
   * @throws AthanorException Interrupted, and whatever the work throws
   */
  <T> T unlessGiven(String doing, Supplier<T> work) {
    var answer = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                answer.complete(work.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                asked.await();
                answer.completeExceptionally(
                    new AthanorException(
                        Reason.INTERRUPTED,
                        "Asked to stop while " + doing + ": nothing was done."));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AthanorException(Reason.INTERRUPTED, "Interrupted while " + doing + ".", e);
    }
  }
}
