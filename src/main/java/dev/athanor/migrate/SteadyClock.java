package dev.athanor.migrate;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Runs on from the time at which it was made, whatever is done to the machine's clock meanwhile.
 */
final class SteadyClock extends Clock {
  private final Instant start;
  private final ZoneId zone;
  private final long startNanos = System.nanoTime();

  private SteadyClock(Instant start, ZoneId zone) {
    this.start = start;
    this.zone = zone;
  }

  /** From what that clock says now. */
  static SteadyClock from(Clock clock) {
    return new SteadyClock(clock.instant(), ZoneOffset.UTC);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SteadyClock(instant(), other);
  }
}
