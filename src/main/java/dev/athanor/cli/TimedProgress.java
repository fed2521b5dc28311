package dev.athanor.cli;

import dev.athanor.api.RunTimes;
import dev.athanor.migrate.Progress;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Passes everything on, and keeps how long it took. */
final class TimedProgress implements Progress {
  private final Progress shown;
  private final long begun = System.nanoTime();
  private final List<Long> steps = new ArrayList<>();
  private Duration lockWait = Duration.ZERO;

  TimedProgress(Progress shown) {
    this.shown = shown;
  }

  RunTimes times() {
    var total = Duration.ofNanos(System.nanoTime() - begun);
    return new RunTimes(total.toMillis(), lockWait.toMillis(), steps);
  }

  @Override
  public void operationStarted(Plan plan) {
    shown.operationStarted(plan);
  }

  @Override
  public void waitingForLock(String holder, Duration waited) {
    lockWait = waited;
    shown.waitingForLock(holder, waited);
  }

  @Override
  public void stepStarted(int number, int ofSteps, Step step) {
    shown.stepStarted(number, ofSteps, step);
  }

  @Override
  public void stepDone(int number, int ofSteps, Step step, Duration duration, int statements) {
    steps.add(duration.toMillis());
    shown.stepDone(number, ofSteps, step, duration, statements);
  }

  @Override
  public void statementRunning(Step step, String sql, Duration duration) {
    shown.statementRunning(step, sql, duration);
  }

  @Override
  public void stepRetried(Step step, String why) {
    shown.stepRetried(step, why);
  }

  @Override
  public void warning(String message) {
    shown.warning(message);
  }
}
