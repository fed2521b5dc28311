package dev.athanor.migrate;

import dev.athanor.database.UnfinishedRevision;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import java.util.List;

/**
 * A revision that was cut off midway goes on before anything else happens to what it stands on: its
 * marks would say of statements that they are done whose effect is gone by then.
 */
final class Unfinished {
  private Unfinished() {}

  /** Throws when a plan leaves such a revision aside. A stamp is a person's word, and is taken. */
  static void judge(List<UnfinishedRevision> unfinished, Plan plan) {
    if (plan.operation() == Operation.STAMP) {
      return;
    }
    for (var left : unfinished) {
      if (!goesOn(left, plan)) {
        throw new AthanorException(
                Reason.NEEDS_DECISION,
                "Revision %s was cut off in the middle of its %s, outside a transaction, with %d statements begun, and this plan does not go on with it. Nothing was run. Finish it with `athanor %s`, or put the database right by hand and say where it is with `athanor stamp`."
                    .formatted(
                        left.revision(), left.direction().id(), left.statements(), finishing(left)))
            .inRevision(left.revision());
      }
    }
  }

  private static boolean goesOn(UnfinishedRevision left, Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            step ->
                step.direction() == left.direction()
                    && step.revision().filter(left.revision()::equals).isPresent());
  }

  private static String finishing(UnfinishedRevision left) {
    return left.direction() == Operation.DOWNGRADE ? "downgrade -1" : "upgrade " + left.revision();
  }
}
