package dev.athanor.operator;

import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.LockStatus;
import dev.athanor.api.OperationName;
import dev.athanor.api.OperationStatus;
import dev.athanor.api.PlanStatus;
import dev.athanor.api.RetryStatus;
import java.util.List;
import java.util.Optional;

/** What is said to people: in conditions and in events. Nothing here decides anything. */
final class Messages {
  private Messages() {}

  static String working(JobView job) {
    var what = job.assignment();
    return "Job %s (%s%s to %s, attempt %d)"
        .formatted(
            job.name(),
            what.planning() ? "plan of " : "",
            what.operation(),
            what.target(),
            what.attempt());
  }

  static String progress(JobView job) {
    return job.log().progress().map(it -> ", " + it + " done").orElse("");
  }

  static String waits(LockStatus lock) {
    return " waits for the lock on the database since %s, held by %s"
        .formatted(lock.since(), lock.heldBy());
  }

  static String starting(Attempt attempt, Position position) {
    var steps = Position.pending(position).map(n -> ", " + count(n, "step")).orElse("");
    return "Job %s (%s%s to %s, attempt %d%s) waits for its pod"
        .formatted(
            attempt.jobName(),
            attempt.planning() ? "plan of " : "",
            attempt.operation().id(),
            attempt.target(),
            attempt.number(),
            steps);
  }

  static String done(Observed o) {
    var current = o.status().current();
    var where = current == null ? "where it should be" : at(current);
    return "the database is " + where + suffix(o);
  }

  private static String suffix(Observed o) {
    return o.once()
        ? "; %s %s is done, once, for generation %d"
            .formatted(o.spec().operation().id(), o.spec().target(), o.asked().generation())
        : "";
  }

  static String at(List<String> rows) {
    return rows.isEmpty() ? "at base" : "at " + names(rows);
  }

  static String names(List<String> revisions) {
    return revisions.isEmpty() ? "base" : String.join(", ", revisions);
  }

  static String beyond(Observed o, List<String> targets, List<String> beyond) {
    return "the database is at %s, which the target %s (%s) lies behind or beside; nothing is run: bring the revisions back, set downgradePolicy: Allow, or ask for operation: downgrade"
        .formatted(names(beyond), o.target(), names(targets));
  }

  static String replaced(List<String> gone) {
    return "the database has %s, which the revision set has not, and the set has something else in its place; nothing is run: an applied revision keeps its file, so bring it back and let the other follow it, or set downgradePolicy: Allow to take it back first"
        .formatted(names(gone));
  }

  static String conflict(DatabaseMigrationStatus status, String elder) {
    var database = status.database();
    return "DatabaseMigration %s, which is older, keeps the same database and version table%s; nothing is run: delete one of the two, or give this one its own database or spec.database.versionTable; it goes on by itself when the other goes"
        .formatted(
            elder,
            database == null || database.versionTable() == null
                ? ""
                : " (" + database.versionTable() + ")");
  }

  static String awaiting(Observed o, PlanStatus plan) {
    var destructive =
        plan.destructive() == 0
            ? ""
            : ", " + count(plan.destructive(), "statement") + " that take data away";
    return "%s to %s waits for an approval: plan %s, %s%s, see ConfigMap %s; approve it with kubectl athanor approve, spec.approvedPlan or the annotation %s"
        .formatted(
            o.spec().operation().id(),
            o.target(),
            plan.hash(),
            count(plan.steps(), "step"),
            destructive,
            plan.configMap(),
            Names.APPROVE);
  }

  static String approved(Observed o, String hash) {
    var by =
        Optional.ofNullable(o.status().plan())
            .filter(plan -> plan.hash().equals(hash))
            .flatMap(o::approval)
            .map(it -> " by " + it)
            .orElse("");
    return "plan " + hash + " was approved" + by;
  }

  static String letGo() {
    return "; the resource is being deleted and deletionPolicy is Downgrade: it goes when the database is at base, or at once with deletionPolicy: Retain";
  }

  /** One line: what, and where. */
  static String of(ErrorDetail error) {
    var text = new StringBuilder(error.message());
    if (error.file() != null && !error.message().contains(error.file())) {
      text.append(" (").append(error.file());
      if (error.line() != null) {
        text.append(", line ").append(error.line());
      }
      text.append(')');
    }
    if (error.sqlState() != null && !error.message().contains(error.sqlState())) {
      text.append(" [SQLSTATE ").append(error.sqlState()).append(']');
    }
    return text.toString();
  }

  static String retry(RetryStatus retry, OperationStatus last) {
    return "%s; failing since %s, attempt %d at %s"
        .formatted(why(last), retry.since(), retry.attempt(), retry.nextAttemptAt());
  }

  static String exhausted(Observed o, OperationStatus last) {
    return "%s; %d attempts in a row ended without a result (spec.backoff.limit): change the spec, or try again with: kubectl athanor retry %s"
        .formatted(why(last), o.spec().backoff().limit(), o.resource().getMetadata().getName());
  }

  static String why(OperationStatus last) {
    return last.error() == null ? "the last attempt failed" : of(last.error());
  }

  static String suspended(Observed o, Position position) {
    var what =
        o.spec().operation() == OperationName.UPGRADE
            ? Position.pending(position)
                .map(n -> count(n, "step") + " pending")
                .orElse("an upgrade")
            : "a " + o.spec().operation().id();
    return "suspended by spec.suspend with " + what + " to " + o.target();
  }

  static String count(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
