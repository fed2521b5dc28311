package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.OperationResult;
import dev.athanor.error.Reason;
import dev.athanor.operator.JobView.Exit;
import dev.athanor.operator.JobView.State.Finished;
import java.util.Optional;

/** How an attempt ended, which says whether there is another one. */
sealed interface Ending {
  /** What was asked for is done. */
  record Success() implements Ending {}

  /** Another attempt would end like this one. */
  record Permanent(ErrorDetail error) implements Ending {}

  /** What was in the way may be gone next time. */
  record Passing(ErrorDetail error) implements Ending {}

  /** It died without saying why: so often and no more. */
  record Crash(ErrorDetail error) implements Ending {}

  /** What it failed at. */
  default Optional<ErrorDetail> failure() {
    return switch (this) {
      case Success _ -> Optional.empty();
      case Permanent(var error) -> Optional.of(error);
      case Passing(var error) -> Optional.of(error);
      case Crash(var error) -> Optional.of(error);
    };
  }

  /** How the Job ended: by its result, and by its exit code where it left none. */
  static Ending of(JobView job, Finished finished, Optional<OperationResult> result) {
    if (result.isPresent()) {
      var error = result.get().error();
      return error == null ? success(job, finished) : failure(error, finished.exit());
    }
    var code = finished.exit().map(Exit::code).orElse(-1);
    if (code == 2 || (code >= 10 && code <= 19)) {
      return new Permanent(silent(job, code));
    }
    return code >= 20 && code <= 29
        ? new Passing(silent(job, code))
        : new Crash(crash(job, finished));
  }

  private static Ending success(JobView job, Finished finished) {
    return finished.complete()
        ? new Success()
        : new Crash(
            new ErrorDetail(
                ConditionReason.JOB_CRASHED.id(),
                "Job %s failed (%s) after its work was done"
                    .formatted(job.name(), finished.reason())));
  }

  private static Ending failure(ErrorDetail error, Optional<Exit> exit) {
    int code =
        Reason.of(error.reason()).map(Reason::exitCode).or(() -> exit.map(Exit::code)).orElse(19);
    return code >= 20 ? new Passing(error) : new Permanent(error);
  }

  private static ErrorDetail silent(JobView job, int code) {
    var reason =
        code == 2 ? Reason.INVALID_USAGE : code < 20 ? Reason.INTERNAL_ERROR : Reason.INTERRUPTED;
    return new ErrorDetail(
        reason.id(),
        "the pod of Job %s ended with exit code %d and left no result: see its log"
            .formatted(job.name(), code));
  }

  private static ErrorDetail crash(JobView job, Finished finished) {
    if (finished.reason().equals("DeadlineExceeded")) {
      return new ErrorDetail(
          ConditionReason.DEADLINE_EXCEEDED.id(),
          "Job %s took longer than spec.activeDeadline".formatted(job.name()));
    }
    return finished
        .exit()
        .map(exit -> crash(job, exit))
        .orElseGet(
            () ->
                new ErrorDetail(
                    ConditionReason.JOB_CRASHED.id(),
                    "Job %s ended (%s) and its pod is gone, with its result"
                        .formatted(job.name(), finished.reason())));
  }

  private static ErrorDetail crash(JobView job, Exit exit) {
    return exit.reason().equals("OOMKilled")
        ? new ErrorDetail(
            ConditionReason.OUT_OF_MEMORY.id(),
            "the pod of Job %s ran out of memory: raise spec.job.resources.limits.memory"
                .formatted(job.name()))
        : new ErrorDetail(
            ConditionReason.JOB_CRASHED.id(),
            "the pod of Job %s ended with exit code %d (%s) and left no result: see its log"
                .formatted(job.name(), exit.code(), exit.reason()));
  }
}
