package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.JobPhase;
import dev.athanor.api.JobStatus;
import dev.athanor.api.SourceStatus;
import dev.athanor.api.TargetDocument;
import dev.athanor.operator.Decision.ReadResult;
import dev.athanor.operator.Decision.Run;
import dev.athanor.operator.Decision.Running;
import dev.athanor.operator.Decision.Stalled;
import dev.athanor.operator.Decision.Suspended;
import dev.athanor.operator.Decision.UpToDate;
import dev.athanor.operator.Decision.Waiting;
import dev.athanor.operator.Decision.Withdraw;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status that a decision stands for. Pure, and the same for the same observation. */
public final class StatusOf {
  private StatusOf() {}

  /** What the status should say once the decision is carried out. */
  public static DatabaseMigrationStatus decision(Observed o, Decision decision) {
    var position = o.loaded().map(set -> Position.of(o, set.graph()));
    var s = o.status();
    return new DatabaseMigrationStatus(
        o.generation(),
        conditions(o, decision),
        s.asked(),
        s.current(),
        target(o, position),
        pending(o, decision, position).orElse(null),
        source(o),
        job(o, decision),
        retry(o, decision),
        s.lastOperation(),
        s.history(),
        s.database(),
        handled(o, decision));
  }

  /** What the status should say of a resource that waits for its Job before it goes. */
  static DatabaseMigrationStatus deleting(Observed o, JobView job) {
    var reason = ConditionReason.DELETION_WAITS.id();
    var message = "the deletion waits until " + Messages.working(job) + " is done";
    return decision(o, new Running(job, reason, message));
  }

  private static List<io.fabric8.kubernetes.api.model.Condition> conditions(
      Observed o, Decision decision) {
    var conditions = new Conditions(o.status().conditions(), o.generation(), o.now());
    return switch (decision) {
      case UpToDate(var reason, var message) -> conditions.ready(reason.id(), message);
      case Running(_, var reason, var message) ->
          conditions.reconciling(reason, ConditionReason.PROGRESSING, message);
      case Run(_, var message) ->
          conditions.reconciling(
              ConditionReason.JOB_PENDING.id(), ConditionReason.PROGRESSING, message);
      case Withdraw(_, var message) ->
          conditions.reconciling(
              ConditionReason.JOB_PENDING.id(), ConditionReason.PROGRESSING, message);
      case Waiting(var state, var reason, var message, _) ->
          conditions.reconciling(reason, state, message);
      case Suspended(var message) -> conditions.notReady(ConditionReason.SUSPENDED.id(), message);
      case Stalled(var reason, var message) -> conditions.stalled(reason, message);
      case ReadResult(var job) ->
          conditions.reconciling(
              ConditionReason.PROGRESSING.id(),
              ConditionReason.PROGRESSING,
              "the result of Job " + job.name() + " is being read");
    };
  }

  private static @Nullable TargetDocument target(Observed o, Optional<Position> position) {
    var expression = o.spec().target();
    if (o.once() && o.lastForAsked().isPresent()) {
      return o.lastForAsked().get().target();
    }
    return position
        .flatMap(it -> Position.targets(it, o.spec().operation()))
        .map(revisions -> new TargetDocument(expression, revisions))
        .orElse(null);
  }

  private static Optional<Integer> pending(
      Observed o, Decision decision, Optional<Position> position) {
    if (decision instanceof UpToDate) {
      return Optional.of(0);
    }
    return progress(decision)
        .map(JobProgress::left)
        .or(() -> position.flatMap(Position::pending))
        .or(() -> left(o));
  }

  private static Optional<JobProgress> progress(Decision decision) {
    return decision instanceof Running(var job, _, _) ? job.progress() : Optional.empty();
  }

  /** What is done once, and failed half-way, still has what its last attempt did not get to. */
  private static Optional<Integer> left(Observed o) {
    return o.source() instanceof SourceState.Missing
        ? Optional.ofNullable(o.status().pending())
        : Optional.empty();
  }

  private static @Nullable SourceStatus source(Observed o) {
    return switch (o.source()) {
      case SourceState.Loaded(var digest, var graph) ->
          new SourceStatus(digest, graph.heads(), graph.revisions().size());
      case SourceState.Missing _ -> o.status().source();
      case SourceState.Broken _ -> null;
    };
  }

  private static @Nullable JobStatus job(Observed o, Decision decision) {
    return switch (decision) {
      case Running(var job, _, _) ->
          new JobStatus(
              job.name(),
              job.assignment().attempt(),
              JobPhase.RUNNING,
              job.progress().map(JobProgress::toString).orElse(null));
      case Run(var attempt, _) ->
          new JobStatus(attempt.jobName(), attempt.number(), JobPhase.RUNNING, null);
      case UpToDate _, Withdraw _, Waiting _, Suspended _, Stalled _, ReadResult _ ->
          o.status().job();
    };
  }

  /** What the next attempt waits for is of interest only while it is an attempt at the same. */
  private static dev.athanor.api.@Nullable RetryStatus retry(Observed o, Decision decision) {
    return switch (decision) {
      case UpToDate _ -> null;
      case Run _ -> o.lastForThis().isPresent() && !o.startsAgain() ? o.status().retry() : null;
      case Stalled _ -> o.lastForThis().isPresent() ? o.status().retry() : null;
      case Running _, Withdraw _, Waiting _, Suspended _, ReadResult _ -> o.status().retry();
    };
  }

  private static @Nullable String handled(Observed o, Decision decision) {
    return switch (decision) {
      case UpToDate _, Stalled _, Run _ -> o.forced().orElse(o.status().lastHandledReconcileAt());
      case Running(var job, _, _) ->
          job.assignment().reconcileAt().orElse(o.status().lastHandledReconcileAt());
      case Withdraw _, Waiting _, Suspended _, ReadResult _ -> o.status().lastHandledReconcileAt();
    };
  }
}
