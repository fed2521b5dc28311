package dev.athanor.cli;

import dev.athanor.migrate.Progress;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Progress as lines: each on its own in a log, one that changes on a terminal. Where nobody asked
 * for it and nobody looks on, only what takes long is said.
 */
final class ProgressLines implements Progress {
  /** How progress is shown. */
  enum Style {
    AUTO,
    PLAIN,
    NONE
  }

  private enum Form {
    /** One line that is written over. */
    CHANGING,
    /** A line for each step. */
    EACH,
    /** Lines for waits and for statements that run for long. */
    LONG_ONLY
  }

  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final Duration BETWEEN_WAITS = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final Clock clock;
  private final Form form;
  private Duration nextWait = Duration.ZERO;
  private Instant waitsSince = Instant.EPOCH;
  private Duration waited = Duration.ZERO;

  private ProgressLines(Terminal terminal, Form form) {
    this.err = terminal.err();
    this.clock = terminal.clock();
    this.form = form;
  }

  /** What suits the terminal. A warning is always said. */
  static Progress of(Terminal terminal, Style style) {
    return switch (style) {
      case PLAIN -> new ProgressLines(terminal, Form.EACH);
      case AUTO ->
          new ProgressLines(terminal, terminal.interactive() ? Form.CHANGING : Form.LONG_ONLY);
      case NONE -> onlyWarnings(new ProgressLines(terminal, Form.EACH));
    };
  }

  private static Progress onlyWarnings(ProgressLines lines) {
    return new Progress() {
      @Override
      public void warning(String message) {
        lines.warning(message);
      }
    };
  }

  @Override
  public void operationStarted(Plan plan) {
    sayOfStep("%s to %s: %s".formatted(plan.operation().id(), plan.expression(), steps(plan)));
  }

  @Override
  public void waitingForLock(String holder, Duration longer) {
    if (waited.isZero() || longer.compareTo(waited) < 0) {
      // the same moment on every line of one wait
      waitsSince = clock.instant().minus(longer).truncatedTo(ChronoUnit.SECONDS);
      nextWait = Duration.ZERO;
    }
    waited = longer;
    if (form == Form.CHANGING || waited.compareTo(nextWait) >= 0) {
      nextWait = waited.plus(BETWEEN_WAITS);
      say(
          "waiting for the lock for %s, since %s, held by %s"
              .formatted(readable(waited), waitsSince, holder));
    }
  }

  @Override
  public void stepStarted(int number, int steps, Step step) {
    sayOfStep("%d/%d %s".formatted(number, steps, what(step)));
  }

  @Override
  public void stepDone(int number, int steps, Step step, Duration duration, int statements) {
    sayOfStep(
        "%d/%d %s: %d statements, %s"
            .formatted(number, steps, what(step), statements, readable(duration)));
    if (form == Form.CHANGING && number == steps) {
      clear();
    }
  }

  @Override
  public void statementRunning(Step step, String sql, Duration duration) {
    var line = sql.strip().lines().findFirst().orElse("");
    var since = clock.instant().minus(duration).truncatedTo(ChronoUnit.SECONDS);
    say("%s: running for %s, since %s: %s".formatted(what(step), readable(duration), since, line));
  }

  @Override
  public void stepRetried(Step step, String why) {
    say("%s: tried again: %s".formatted(what(step), why));
  }

  @Override
  public void warning(String message) {
    if (form == Form.CHANGING) {
      clear();
    }
    err.println("warning: " + message);
    err.flush();
  }

  /** {@code 1 step}, {@code 2 steps}. */
  static String steps(Plan plan) {
    var count = plan.steps().size();
    return count == 1 ? "1 step" : count + " steps";
  }

  private static String what(Step step) {
    return step.direction().id() + step.revision().map(id -> " " + id).orElse("");
  }

  /** {@code 40 ms}, {@code 2.5 s}, {@code 3 min 5 s}, {@code 1 h 2 min}. */
  static String readable(Duration duration) {
    if (duration.toHours() > 0) {
      return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toSeconds() > 0
        ? "%.1f s".formatted(duration.toMillis() / 1000.0)
        : duration.toMillis() + " ms";
  }

  private void sayOfStep(String line) {
    if (form != Form.LONG_ONLY) {
      say(line);
    }
  }

  // told from several threads: a statement's heartbeat comes from one of its own
  private synchronized void say(String line) {
    if (form == Form.CHANGING) {
      err.print(CLEAR_LINE + line);
    } else {
      err.println(line);
    }
    err.flush();
  }

  private synchronized void clear() {
    err.print(CLEAR_LINE);
    err.flush();
  }
}
