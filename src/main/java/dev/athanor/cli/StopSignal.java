package dev.athanor.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Whether the process was asked to end; given once, it stays. */
final class StopSignal implements BooleanSupplier {
  private final CountDownLatch given = new CountDownLatch(1);

  /** Asks. */
  void give() {
    given.countDown();
  }

  @Override
  public boolean getAsBoolean() {
    return given.getCount() == 0;
  }

  /** Waits until somebody asks, or the time is over; says whether somebody did. */
  boolean await(Duration atMost) {
    try {
      return given.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Waits until somebody asks. */
  void await() throws InterruptedException {
    given.await();
  }
}
