package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.PlanStatus;
import java.time.Instant;
import java.util.Optional;

/** What is to be done about a resource, and what is to be said of it. */
public sealed interface Decision {
  /** A Job's result is to be read into the status; then there is another decision to make. */
  record ReadResult(JobView job) implements Decision {}

  /** Nothing to do: the database is where it should be. */
  record UpToDate(ConditionReason reason, String message) implements Decision {}

  /** A Job is at work: nothing to do but say how it gets on. */
  record Running(JobView job, String reason, String message) implements Decision {}

  /** A Job that never started is in the way of what is asked now: it is to be taken back. */
  record Withdraw(JobView job, String message) implements Decision {}

  /** Something is not there yet, and will be looked at again by itself. */
  record Waiting(ConditionReason state, String reason, String message, Optional<Instant> until)
      implements Decision {}

  /** There is something to do, and the spec says not now. */
  record Suspended(String message) implements Decision {}

  /** A Job is to be made. */
  record Run(Attempt attempt, String message) implements Decision {}

  /** A plan is there, and a person is to look at it. */
  record AwaitApproval(PlanStatus plan, String message) implements Decision {}

  /** A person must act. */
  record Stalled(String reason, String message) implements Decision {}
}
