package dev.athanor.operator;

import dev.athanor.api.BackoffSpec;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.Durations;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.JobPhase;
import dev.athanor.api.JobStatus;
import dev.athanor.api.OperationResult;
import dev.athanor.api.OperationStatus;
import dev.athanor.api.PlanStatus;
import dev.athanor.api.RetryStatus;
import dev.athanor.api.TargetDocument;
import dev.athanor.api.Times;
import dev.athanor.error.Reason;
import dev.athanor.operator.JobView.Assignment;
import dev.athanor.operator.JobView.Exit;
import dev.athanor.operator.JobView.State.Finished;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a finished Job left into the status. It depends on the status and the Job alone, not
 * on the hour, so that doing it twice comes to the same.
 */
final class ResultReading {
  private ResultReading() {}

  /** The status with the Job's result in it. */
  static DatabaseMigrationStatus into(Observed o, JobView job) {
    var status = o.status();
    var backoff = o.spec().backoff();
    var finished = (Finished) job.state();
    var result = finished.exit().flatMap(Exit::result);
    var ending = Ending.of(job, finished, result);
    if (planned(job, ending)) {
      return planned(o, job, finished, result.orElseThrow());
    }
    var operation = operation(job, finished, result, ending);
    var current = result.map(OperationResult::current).orElse(status.current());
    return new DatabaseMigrationStatus(
        status.observedGeneration(),
        status.conditions(),
        status.asked(),
        current,
        status.target(),
        status.pending(),
        status.source(),
        new JobStatus(
            job.name(),
            job.assignment().attempt(),
            ending instanceof Ending.Success ? JobPhase.SUCCEEDED : JobPhase.FAILED,
            result.flatMap(ResultReading::progress).orElse(null),
            null),
        retry(status, backoff, job, finished, ending).orElse(null),
        operation,
        PastOperations.with(status.history(), operation),
        result.map(OperationResult::database).orElse(status.database()),
        plan(status, ending, current),
        status.applied(),
        job.assignment().reconcileAt().orElse(status.lastHandledReconcileAt()));
  }

  /** Whether the Job was there to plan, and has. */
  static boolean hasPlanned(JobView job) {
    var finished = (Finished) job.state();
    return planned(job, Ending.of(job, finished, finished.exit().flatMap(Exit::result)));
  }

  private static boolean planned(JobView job, Ending ending) {
    return job.assignment().planning() && ending instanceof Ending.Success;
  }

  /** A plan changes nothing but what is known; an earlier failure to make one is over. */
  private static DatabaseMigrationStatus planned(
      Observed o, JobView job, Finished finished, OperationResult result) {
    var status = o.status();
    var assignment = job.assignment();
    var summary = result.plan();
    var current = result.current();
    var plan =
        summary == null || current == null
            ? null
            : new PlanStatus(
                summary.hash(),
                summary.steps(),
                summary.destructive(),
                Plans.configMap(o.resource()),
                assignment.generation(),
                assignment.digest(),
                assignment.target(),
                current,
                Times.format(finished.at()));
    var over = same(status, assignment) && !o.failedWith(Reason.NOT_APPROVED);
    return new DatabaseMigrationStatus(
        status.observedGeneration(),
        status.conditions(),
        status.asked(),
        current,
        status.target(),
        status.pending(),
        status.source(),
        new JobStatus(job.name(), assignment.attempt(), JobPhase.SUCCEEDED, null, null),
        null,
        over ? null : status.lastOperation(),
        status.history(),
        Optional.ofNullable(result.database()).orElse(status.database()),
        plan,
        status.applied(),
        assignment.reconcileAt().orElse(status.lastHandledReconcileAt()));
  }

  /** What is left of an approved plan stays approved. */
  private static @Nullable PlanStatus plan(
      DatabaseMigrationStatus status, Ending ending, @Nullable List<String> current) {
    var plan = status.plan();
    var worthless =
        ending instanceof Ending.Success
            || ending
                .failure()
                .filter(error -> error.reason().equals(Reason.PLAN_CHANGED.id()))
                .isPresent();
    return plan == null || worthless ? null : current == null ? plan : plan.at(current);
  }

  private static Optional<String> progress(OperationResult result) {
    return result.planned() == 0
        ? Optional.empty()
        : Optional.of(new JobProgress(result.steps(), result.planned()).toString());
  }

  private static OperationStatus operation(
      JobView job, Finished finished, Optional<OperationResult> result, Ending ending) {
    var assignment = job.assignment();
    return new OperationStatus(
        assignment.operation(),
        result
            .map(OperationResult::target)
            .orElseGet(() -> new TargetDocument(assignment.target(), null)),
        assignment.generation(),
        assignment.digest(),
        result.map(OperationResult::from).orElse(null),
        result.map(OperationResult::current).orElse(null),
        result.map(OperationResult::steps).orElse(null),
        result.map(OperationResult::startedAt).orElseGet(() -> Times.format(job.created())),
        result.map(OperationResult::completedAt).orElseGet(() -> Times.format(finished.at())),
        ending.failure().map(Fitting::into).orElse(null));
  }

  private static Optional<RetryStatus> retry(
      DatabaseMigrationStatus status,
      BackoffSpec backoff,
      JobView job,
      Finished finished,
      Ending ending) {
    var before = Optional.ofNullable(status.retry()).filter(_ -> same(status, job.assignment()));
    return switch (ending) {
      case Ending.Success _, Ending.Permanent _ -> Optional.empty();
      case Ending.Passing(var error) -> Optional.of(next(backoff, job, finished, before, error, 0));
      case Ending.Crash(var error) ->
          Optional.of(
              next(
                  backoff,
                  job,
                  finished,
                  before,
                  error,
                  before.map(RetryStatus::crashes).orElse(0) + 1));
    };
  }

  private static boolean same(DatabaseMigrationStatus status, Assignment assignment) {
    var last = status.lastOperation();
    return last != null
        && last.generation() == assignment.generation()
        && last.digest().equals(assignment.digest());
  }

  private static RetryStatus next(
      BackoffSpec backoff,
      JobView job,
      Finished finished,
      Optional<RetryStatus> before,
      ErrorDetail error,
      int crashes) {
    var failed = Times.format(finished.at());
    // A pod that was started with an older mount finds the newer one next time: nothing to wait
    // for.
    var again = before.filter(retry -> retry.reason().equals(error.reason())).isPresent();
    var moved =
        error.reason().equals(Reason.SOURCE_CHANGED.id())
            || error.reason().equals(Reason.PLAN_CHANGED.id());
    var wait = moved && !again ? Duration.ZERO : wait(backoff, job.assignment().attempt());
    return new RetryStatus(
        error.reason(),
        before.map(RetryStatus::since).orElse(failed),
        job.assignment().attempt() + 1,
        crashes,
        Times.format(finished.at().plus(wait)));
  }

  /** Doubles from the first wait to the longest. */
  static Duration wait(BackoffSpec backoff, int failedAttempts) {
    var longest = Durations.parse(backoff.max());
    var wait = Durations.parse(backoff.initial());
    for (var i = 1; i < failedAttempts && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
