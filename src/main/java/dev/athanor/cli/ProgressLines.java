package dev.athanor.cli;

import dev.athanor.migrate.Progress;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Progress as lines: each on its own in a log, one that changes on a terminal. */
final class ProgressLines implements Progress {
  /** How progress is shown. */
  enum Style {
    AUTO,
    PLAIN,
    NONE
  }

  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintWriter err;
  private final Clock clock;
  private final boolean oneLine;

  private ProgressLines(Terminal terminal, boolean oneLine) {
    this.err = terminal.err();
    this.clock = terminal.clock();
    this.oneLine = oneLine;
  }

  /** What suits the terminal. A warning is always said. */
  static Progress of(Terminal terminal, Style style) {
    var plain = new ProgressLines(terminal, false);
    return switch (style) {
      case PLAIN -> plain;
      case AUTO -> terminal.interactive() ? new ProgressLines(terminal, true) : onlyWarnings(plain);
      case NONE -> onlyWarnings(plain);
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
    say("%s to %s: %s".formatted(plan.operation().id(), plan.expression(), steps(plan)));
  }

  @Override
  public void waitingForLock(String holder, Duration waited) {
    say("waiting for the lock for %s, held by %s".formatted(readable(waited), holder));
  }

  @Override
  public void stepStarted(int number, int steps, Step step) {
    say("%d/%d %s".formatted(number, steps, what(step)));
  }

  @Override
  public void stepDone(int number, int steps, Step step, Duration duration, int statements) {
    say(
        "%d/%d %s: %d statements, %s"
            .formatted(number, steps, what(step), statements, readable(duration)));
    if (oneLine && number == steps) {
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
    if (oneLine) {
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

  static String readable(Duration duration) {
    return duration.compareTo(Duration.ofSeconds(1)) < 0
        ? duration.toMillis() + " ms"
        : "%.1f s".formatted(duration.toMillis() / 1000.0);
  }

  // told from several threads: a statement's heartbeat comes from one of its own
  private synchronized void say(String line) {
    if (oneLine) {
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
