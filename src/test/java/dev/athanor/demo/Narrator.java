package dev.athanor.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;

/** Says what happens, one line each, with the seconds since the start. */
final class Narrator {
  private final PrintStream out;
  private final long start = System.nanoTime();

  Narrator(PrintStream out) {
    this.out = out;
  }

  /** What is done next. */
  void step(String text) {
    out.println();
    line("▸ " + text);
  }

  /** What was seen. */
  void see(String text) {
    line("  " + text);
  }

  /** Something that must hold, and does. */
  void check(String what, boolean holds) {
    if (!holds) {
      throw new DemoFailure("this does not hold: " + what);
    }
    line("  ✓ " + what);
  }

  /** The same for a value that must be what is expected. */
  void check(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new DemoFailure("%s should be %s but is %s".formatted(what, expected, actual));
    }
    line("  ✓ %s: %s".formatted(what, text(actual)));
  }

  private static String text(Object value) {
    return value instanceof Collection<?> items
        ? String.join(", ", items.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  void failed(String why) {
    out.println();
    line("✗ " + why);
  }

  private void line(String text) {
    var elapsed = Duration.ofNanos(System.nanoTime() - start);
    out.printf("%6.1fs  %s%n", elapsed.toMillis() / 1000.0, text);
  }
}
