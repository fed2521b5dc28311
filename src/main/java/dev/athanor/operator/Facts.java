package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.OperationStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What is worth an event. Pure: compares what is to be said with what was said before. */
final class Facts {
  private Facts() {}

  /**
   * Something that happened.
   *
   * @param warning whether it is no good news
   * @param action what the operator was doing
   * @param reason as on the conditions
   * @param note for people
   * @param key tells it from the same thing at another time
   */
  record Fact(boolean warning, String action, String reason, String note, String key) {}

  /** A Job was made. */
  static Fact started(Attempt attempt) {
    return new Fact(
        false,
        "CreateJob",
        "JobCreated",
        "made Job %s: %s%s to %s, attempt %d"
            .formatted(
                attempt.jobName(),
                attempt.planning() ? "plan of " : "",
                attempt.operation().id(),
                attempt.target(),
                attempt.number()),
        attempt.jobName());
  }

  /** A Job ended; one that has planned has nothing to tell. */
  static Fact ended(JobView job, OperationStatus last) {
    var what =
        "%s%s to %s"
            .formatted(
                job.assignment().planning() ? "plan of " : "",
                last.operation(),
                job.assignment().target());
    var error = last.error();
    if (error != null) {
      return new Fact(
          true,
          "ReadResult",
          error.reason(),
          "%s failed, attempt %d: %s"
              .formatted(what, job.assignment().attempt(), Messages.of(error)),
          job.name());
    }
    var to = last.to();
    return new Fact(
        false,
        "ReadResult",
        "Succeeded",
        what + " succeeded" + (to == null ? "" : ": the database is " + Messages.at(to)),
        job.name());
  }

  /** What became of the resource that no Job tells: it stalls, or waits for a ConfigMap. */
  static List<Fact> changed(
      DatabaseMigrationStatus before, DatabaseMigrationStatus after, Decision decision) {
    return switch (decision) {
      case Decision.Stalled(var reason, var message) ->
          said(before, after) || failed(after, reason)
              ? List.of()
              : List.of(new Fact(true, "Decide", reason, message, generation(after)));
      case Decision.Waiting(_, var reason, var message, var until) ->
          said(before, after) || until.isPresent()
              ? List.of()
              : List.of(new Fact(true, "Decide", reason, message, generation(after)));
      case Decision.Withdraw(var job, var message) ->
          List.of(new Fact(false, "DeleteJob", "JobWithdrawn", message, job.name()));
      case Decision.AwaitApproval(var plan, var message) ->
          said(before, after)
              ? List.of()
              : List.of(
                  new Fact(
                      false,
                      "Decide",
                      ConditionReason.AWAITING_APPROVAL.id(),
                      message,
                      plan.plannedAt()));
      case Decision.ReadResult _,
          Decision.UpToDate _,
          Decision.Running _,
          Decision.Suspended _,
          Decision.Run _ ->
          List.of();
    };
  }

  /** The end of the Job has said so already. */
  private static boolean failed(DatabaseMigrationStatus after, String reason) {
    var last = after.lastOperation();
    return last != null && last.error() != null && last.error().reason().equals(reason);
  }

  private static boolean said(DatabaseMigrationStatus before, DatabaseMigrationStatus after) {
    return text(before).isPresent() && text(before).equals(text(after));
  }

  private static Optional<String> text(DatabaseMigrationStatus status) {
    return status.conditions().stream()
        .filter(it -> Conditions.READY.equals(it.getType()))
        .map(Facts::text)
        .findFirst();
  }

  private static String text(Condition ready) {
    return ready.getReason() + " " + ready.getMessage();
  }

  private static String generation(DatabaseMigrationStatus after) {
    return Objects.toString(after.observedGeneration());
  }
}
