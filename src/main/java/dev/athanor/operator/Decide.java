package dev.athanor.operator;

import dev.athanor.api.Approval;
import dev.athanor.api.ConditionReason;
import dev.athanor.api.DowngradePolicy;
import dev.athanor.api.Durations;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.OperationName;
import dev.athanor.api.Times;
import dev.athanor.error.Reason;
import dev.athanor.operator.JobView.State.Active;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What to do about a resource: the first of these questions that has an answer. Pure: the same
 * observation always leads to the same decision.
 */
public final class Decide {
  private static final List<Function<Observed, Optional<Decision>>> QUESTIONS =
      List.of(
          Decide::isThereAResultToRead,
          Decide::isAJobAtWork,
          Decide::isItAnothersDatabase,
          Decide::isItDoneOnceAndForAll,
          Decide::isTheSourceMissing,
          Decide::isTheSourceBroken,
          Decide::isTheTargetUnknown,
          Decide::isItDone,
          Decide::isItAtItsTarget,
          Decide::isItBeyondItsTarget,
          Decide::isItBesideItsTarget,
          Decide::didItFailForGood,
          Decide::didItCrashTooOften,
          Decide::isItTooEarlyToTryAgain,
          Decide::isItSuspended,
          Decide::isThereAPlanToMake,
          Decide::isThereAPlanToApprove);

  private Decide() {}

  /** The one thing to do now; a Job is made when nothing speaks against it. */
  public static Decision decide(Observed observed) {
    return QUESTIONS.stream()
        .map(question -> question.apply(observed))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> run(observed));
  }

  private static Optional<Decision> isThereAResultToRead(Observed o) {
    return o.unreadJob().map(Decision.ReadResult::new);
  }

  private static Optional<Decision> isAJobAtWork(Observed o) {
    return o.activeJob().map(job -> atWork(o, job, (Active) job.state()));
  }

  private static Decision atWork(Observed o, JobView job, Active state) {
    var outdated = job.assignment().generation() != o.asked().generation();
    if (outdated && !state.started()) {
      return new Decision.Withdraw(
          job,
          "Job " + job.name() + " was for an earlier spec and never started: it is taken back");
    }
    var what = Messages.working(job);
    var waits =
        outdated ? "; generation " + o.generation() + " of the spec waits until it is done" : "";
    if (state.waiting().isPresent()) {
      var waiting = state.waiting().get();
      return new Decision.Running(
          job, waiting.reason(), what + " does not start: " + waiting.message() + waits);
    }
    var lock = state.log().lock();
    if (lock.isPresent()) {
      return new Decision.Running(
          job, ConditionReason.WAITING_FOR_LOCK.id(), what + Messages.waits(lock.get()) + waits);
    }
    return state.started()
        ? new Decision.Running(
            job, ConditionReason.JOB_RUNNING.id(), what + " runs" + Messages.progress(job) + waits)
        : new Decision.Running(
            job, ConditionReason.JOB_PENDING.id(), what + " waits for its pod" + waits);
  }

  /** Two that keep one database undo each other's work: the older does, and the younger waits. */
  private static Optional<Decision> isItAnothersDatabase(Observed o) {
    return o.elder()
        .map(
            elder ->
                new Decision.Stalled(
                    Reason.DATABASE_CONFLICT.id(), Messages.conflict(o.status(), elder)));
  }

  /** A downgrade, a stamp or a relative target is never repeated, whatever becomes of the set. */
  private static Optional<Decision> isItDoneOnceAndForAll(Observed o) {
    return o.once() && o.forced().isEmpty()
        ? o.lastForAsked().filter(last -> last.error() == null).map(last -> done(o))
        : Optional.empty();
  }

  private static Optional<Decision> isTheSourceMissing(Observed o) {
    return o.source() instanceof SourceState.Missing(var message)
        ? Optional.of(
            new Decision.Waiting(
                ConditionReason.WAITING_FOR_SOURCE,
                ConditionReason.CONFIG_MAP_NOT_FOUND.id(),
                message,
                Optional.empty()))
        : Optional.empty();
  }

  private static Optional<Decision> isTheSourceBroken(Observed o) {
    return o.source() instanceof SourceState.Broken(var error)
        ? Optional.of(stalled(error))
        : Optional.empty();
  }

  private static Optional<Decision> isTheTargetUnknown(Observed o) {
    return position(o) instanceof Position.NoSuchTarget(var error)
        ? Optional.of(stalled(ErrorDetail.of(error)))
        : Optional.empty();
  }

  /** What succeeded with this very set is not run again, even if it looks as if it should be. */
  private static Optional<Decision> isItDone(Observed o) {
    return unforced(o)
        .flatMap(Observed::lastForThis)
        .filter(last -> last.error() == null)
        .map(last -> done(o));
  }

  private static Optional<Decision> isItAtItsTarget(Observed o) {
    return unforced(o)
        .filter(it -> !it.once() && position(it) instanceof Position.At && !isAFileEdited(it))
        .map(Decide::done);
  }

  /** The files of what is applied are not those that the database was last seen with: look. */
  private static boolean isAFileEdited(Observed o) {
    var before = o.status().applied();
    return before != null && o.applied().filter(now -> !now.equals(before)).isPresent();
  }

  private static Optional<Decision> isItBeyondItsTarget(Observed o) {
    return unforced(o)
        .filter(it -> it.spec().downgradePolicy() == DowngradePolicy.FORBID)
        .flatMap(
            it ->
                position(it) instanceof Position.Beyond(var targets, var beyond)
                    ? Optional.of(
                        new Decision.Stalled(
                            Reason.DOWNGRADE_FORBIDDEN.id(), Messages.beyond(it, targets, beyond)))
                    : Optional.empty());
  }

  private static Optional<Decision> isItBesideItsTarget(Observed o) {
    return unforced(o)
        .filter(it -> it.spec().downgradePolicy() == DowngradePolicy.FORBID)
        .flatMap(
            it ->
                position(it) instanceof Position.Replaced(_, var gone)
                    ? Optional.of(
                        new Decision.Stalled(
                            Reason.REVISION_REPLACED.id(), Messages.replaced(gone)))
                    : Optional.empty());
  }

  private static Optional<Decision> didItFailForGood(Observed o) {
    return unforced(o)
        .filter(it -> it.status().retry() == null && !it.retried() && !isItAnswered(it))
        .flatMap(Observed::lastForThis)
        .flatMap(last -> Optional.ofNullable(last.error()))
        .map(Decide::stalled);
  }

  /** What a Job was refused for, and what there is another Job for by now. */
  private static boolean isItAnswered(Observed o) {
    return o.failedWith(Reason.NOT_APPROVED) || o.failedWith(Reason.DATABASE_CONFLICT);
  }

  private static Optional<Decision> didItCrashTooOften(Observed o) {
    var retry = o.status().retry();
    return unforced(o)
        .filter(it -> !it.retried())
        .filter(it -> retry != null && retry.crashes() >= it.spec().backoff().limit())
        .flatMap(Observed::lastForThis)
        .map(
            last ->
                new Decision.Stalled(
                    ConditionReason.RETRIES_EXHAUSTED.id(), Messages.exhausted(o, last)));
  }

  private static Optional<Decision> isItTooEarlyToTryAgain(Observed o) {
    var retry = o.status().retry();
    if (retry == null || o.lastForThis().isEmpty() || o.startsAgain()) {
      return Optional.empty();
    }
    // further away than any wait: the clock has been put back since
    var latest = o.now().plus(Durations.parse(o.spec().backoff().max()));
    return Times.parse(retry.nextAttemptAt())
        .filter(next -> next.isAfter(o.now()) && !next.isAfter(latest))
        .map(
            next ->
                new Decision.Waiting(
                    ConditionReason.RETRYING,
                    retry.reason(),
                    Messages.retry(retry, o.lastForThis().get()),
                    Optional.of(next)));
  }

  private static Optional<Decision> isItSuspended(Observed o) {
    return o.spec().suspend()
        ? Optional.of(new Decision.Suspended(Messages.suspended(o, position(o))))
        : Optional.empty();
  }

  private static Optional<Decision> isThereAPlanToMake(Observed o) {
    return doesItTakeAnApproval(o) && o.plan().isEmpty()
        ? Optional.of(run(o, Attempt.planning(o, o.usable().orElseThrow())))
        : Optional.empty();
  }

  /** Nobody is asked about nothing. */
  private static Optional<Decision> isThereAPlanToApprove(Observed o) {
    return doesItTakeAnApproval(o)
        ? o.plan()
            .filter(plan -> plan.steps() > 0 && o.approval(plan).isEmpty())
            .map(plan -> new Decision.AwaitApproval(plan, Messages.awaiting(o, plan)))
        : Optional.empty();
  }

  private static boolean doesItTakeAnApproval(Observed o) {
    return o.spec().approval() == Approval.MANUAL
        || (o.spec().operation() == OperationName.UPGRADE
            && o.spec().downgradePolicy() == DowngradePolicy.REQUIRE_APPROVAL
            && doesItGoDown(o));
  }

  private static boolean doesItGoDown(Observed o) {
    return switch (position(o)) {
      case Position.Beyond _, Position.Replaced _ -> true;
      case Position.At _, Position.Away _, Position.Unknown _, Position.NoSuchTarget _ ->
          o.failedWith(Reason.NOT_APPROVED);
    };
  }

  private static Decision run(Observed o) {
    var set = o.usable().orElseThrow();
    return run(
        o,
        o.plan()
            .filter(_ -> doesItTakeAnApproval(o))
            .map(plan -> Attempt.approved(o, set, plan))
            .orElseGet(() -> Attempt.next(o, set)));
  }

  private static Decision run(Observed o, Attempt attempt) {
    return new Decision.Run(attempt, Messages.starting(attempt, position(o)));
  }

  private static Decision done(Observed o) {
    var reason =
        switch (o.spec().operation()) {
          case UPGRADE -> ConditionReason.UP_TO_DATE;
          case DOWNGRADE -> ConditionReason.DOWNGRADED;
          case STAMP -> ConditionReason.STAMPED;
        };
    return new Decision.UpToDate(reason, Messages.done(o));
  }

  private static Decision stalled(ErrorDetail error) {
    return new Decision.Stalled(error.reason(), Messages.of(error));
  }

  /** With {@code reconcile-at} a person asks not to rely on what is known. */
  private static Optional<Observed> unforced(Observed o) {
    return Stream.of(o).filter(it -> it.forced().isEmpty()).findFirst();
  }

  private static Position position(Observed o) {
    return o.loaded()
        .map(set -> Position.of(o, set.graph()))
        .orElseGet(() -> new Position.Unknown(List.of()));
  }
}
