package dev.athanor.migrate;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.util.Collection;
import java.util.List;

/** Plans that are not carried out as things stand, in words. Nothing was run in any of them. */
final class Refusal {
  private static final int NAMED = 5;

  private Refusal() {}

  static AthanorException notVersioned(List<String> strangers) {
    var some = String.join(", ", strangers.subList(0, Math.min(NAMED, strangers.size())));
    var more = strangers.size() > NAMED ? " and %d more".formatted(strangers.size() - NAMED) : "";
    return new AthanorException(
        Reason.NOT_EMPTY_NOT_VERSIONED,
        "The schema has tables (%s%s) and no version table: nothing was run. If revisions made them, say up to which with --baseline (spec.baseline), or use `import --stamp` where another tool kept count; if they have nothing to do with the revisions, --on-not-empty Accept (spec.onNotEmpty)."
            .formatted(some, more));
  }

  static AthanorException behind(String target, Collection<String> back) {
    return new AthanorException(
        Reason.DOWNGRADE_FORBIDDEN,
        "The target '%s' lies behind the database: getting there would take back %s, and the downgrade policy is Forbid. Bring the revision back into the set, or set --downgrade-policy Allow (spec.downgradePolicy)."
            .formatted(target, String.join(", ", back)));
  }

  static AthanorException replaced(Collection<String> gone, List<Step> after) {
    var instead = after.stream().flatMap(step -> step.revision().stream()).toList();
    return new AthanorException(
        Reason.REVISION_REPLACED,
        "The database has %s, which the revision set has not; the set has %s instead. An applied revision keeps its file: bring it back and let the other follow it, or set --downgrade-policy Allow (spec.downgradePolicy) to take it back first."
            .formatted(String.join(", ", gone), String.join(", ", instead)));
  }

  static AthanorException notApproved(String target, Collection<String> back) {
    return new AthanorException(
        Reason.NOT_APPROVED,
        "Getting to '%s' would take back %s, and the downgrade policy asks for an approval: nothing was run. Look at `athanor plan`, then approve that plan with --approved-plan (spec.approvedPlan)."
            .formatted(target, String.join(", ", back)));
  }

  static AthanorException planChanged(String approved, String now) {
    return new AthanorException(
        Reason.PLAN_CHANGED,
        "Approved was plan %s, and what would be done now is plan %s: the database or the revision set has changed since. Nothing was run; look at the new plan and approve that."
            .formatted(approved, now));
  }

  static AthanorException anothers(String owner) {
    return new AthanorException(
        Reason.DATABASE_CONFLICT,
        "This database and version table are kept by another owner (%s): nothing was run. Two of them would undo each other's work; give one its own database, or its own version table, or pass --take-over."
            .formatted(owner));
  }
}
