package dev.athanor.operator;

import dev.athanor.api.AppliedStatus;
import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.JobPhase;
import dev.athanor.api.JobStatus;
import dev.athanor.api.PlanStatus;
import dev.athanor.api.SourceStatus;
import dev.athanor.api.TargetDocument;
import dev.athanor.operator.Decision.AwaitApproval;
import dev.athanor.operator.Decision.ReadResult;
import dev.athanor.operator.Decision.Run;
import dev.athanor.operator.Decision.Running;
import dev.athanor.operator.Decision.Stalled;
import dev.athanor.operator.Decision.Suspended;
import dev.athanor.operator.Decision.UpToDate;
import dev.athanor.operator.Decision.Waiting;
import dev.athanor.operator.Decision.Withdraw;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        plan(o, decision),
        applied(o, decision),
        handled(o, decision));
  }

  /** What the status should say of a resource that waits for its Job before it goes. */
  static DatabaseMigrationStatus deleting(Observed o, JobView job) {
    var reason = ConditionReason.DELETION_WAITS.id();
    var message = "the deletion waits until " + Messages.working(job) + " is done";
    return decision(o, new Running(job, reason, message));
  }

  private static List<Condition> conditions(Observed o, Decision decision) {
    var conditions = new Conditions(o.status().conditions(), o.generation(), o.now());
    return Stream.concat(
            ready(conditions, decision, o.resource().isMarkedForDeletion()).stream(),
            approved(conditions, o, decision).stream())
        .toList();
  }

  private static Optional<Condition> approved(
      Conditions conditions, Observed o, Decision decision) {
    return switch (decision) {
      case AwaitApproval(_, var message) ->
          Optional.of(conditions.approved(false, ConditionReason.AWAITING_APPROVAL.id(), message));
      case Run(var attempt, _) -> approved(conditions, o, attempt.approvedPlan());
      case Running(var job, _, _) -> approved(conditions, o, job.assignment().approvedPlan());
      case UpToDate _, Withdraw _, Waiting _, Suspended _, Stalled _, ReadResult _ ->
          Optional.empty();
    };
  }

  private static Optional<Condition> approved(
      Conditions conditions, Observed o, Optional<String> plan) {
    return plan.map(
        hash ->
            conditions.approved(true, ConditionReason.APPROVED.id(), Messages.approved(o, hash)));
  }

  private static List<Condition> ready(Conditions conditions, Decision decision, boolean deleting) {
    var more = deleting ? Messages.letGo() : "";
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
          conditions.reconciling(reason, state, message + more);
      case Suspended(var message) ->
          conditions.notReady(ConditionReason.SUSPENDED.id(), message + more);
      case AwaitApproval(_, var message) ->
          conditions.notReady(ConditionReason.AWAITING_APPROVAL.id(), message + more);
      case Stalled(var reason, var message) -> conditions.stalled(reason, message + more);
      case ReadResult(var job) ->
          conditions.reconciling(
              ConditionReason.PROGRESSING.id(),
              ConditionReason.PROGRESSING,
              "the result of Job " + job.name() + " is being read");
    };
  }

  private static @Nullable TargetDocument target(Observed o, Optional<Position> position) {
    var expression = o.target();
    if ((o.once() || o.loaded().isEmpty()) && o.lastForAsked().isPresent()) {
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
    return decision instanceof Running(var job, _, _) ? job.log().progress() : Optional.empty();
  }

  /** What is done once, and failed half-way, still has what its last attempt did not get to. */
  private static Optional<Integer> left(Observed o) {
    return o.source() instanceof SourceState.Missing
        ? Optional.ofNullable(o.status().pending())
        : Optional.empty();
  }

  private static @Nullable SourceStatus source(Observed o) {
    return switch (o.source()) {
      case SourceState.Loaded(var digest, var graph, _, _, _) ->
          new SourceStatus(digest, graph.heads(), graph.revisions().size());
      case SourceState.Opaque(_, Mounted.Archive _, _) -> o.status().source();
      case SourceState.Opaque(var digest, _, _) -> new SourceStatus(digest, List.of(), null);
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
              job.log().progress().map(JobProgress::toString).orElse(null),
              job.log().lock().orElse(null));
      case Run(var attempt, _) ->
          new JobStatus(attempt.jobName(), attempt.number(), JobPhase.RUNNING, null, null);
      case UpToDate _,
          Withdraw _,
          Waiting _,
          Suspended _,
          AwaitApproval _,
          Stalled _,
          ReadResult _ ->
          o.status().job();
    };
  }

  /** What the next attempt waits for is of interest only while it is an attempt at the same. */
  private static dev.athanor.api.@Nullable RetryStatus retry(Observed o, Decision decision) {
    return switch (decision) {
      case UpToDate _ -> null;
      case AwaitApproval _ -> null;
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
      case Withdraw _, Waiting _, Suspended _, AwaitApproval _, ReadResult _ ->
          o.status().lastHandledReconcileAt();
    };
  }

  /** A plan is worth something until it is carried out, or something has moved under it. */
  private static @Nullable PlanStatus plan(Observed o, Decision decision) {
    return switch (decision) {
      case UpToDate _ -> null;
      case Running _ -> o.status().plan();
      case Run _, Withdraw _, Waiting _, Suspended _, AwaitApproval _, Stalled _, ReadResult _ ->
          o.plan().orElse(null);
    };
  }

  private static @Nullable AppliedStatus applied(Observed o, Decision decision) {
    return decision instanceof UpToDate
        ? o.applied().orElse(o.status().applied())
        : o.status().applied();
  }
}
