package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.Times;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The conditions as kstatus reads them: Ready always; Reconciling or Stalled only while true, and
 * never both.
 *
 * @param before the conditions so far: a condition that stays what it was keeps its time
 * @param generation of the spec that they are about
 * @param now the time of a change
 */
record Conditions(List<Condition> before, long generation, Instant now) {
  static final String READY = "Ready";
  static final String RECONCILING = "Reconciling";
  static final String STALLED = "Stalled";

  /** All is as it should be. */
  List<Condition> ready(String reason, String message) {
    return List.of(condition(READY, "True", reason, message));
  }

  /** Not as it should be, and on the way there. */
  List<Condition> reconciling(String reason, ConditionReason state, String message) {
    return List.of(
        condition(READY, "False", reason, message),
        condition(RECONCILING, "True", state.id(), message));
  }

  /** Not as it should be, and not on the way there, because somebody wants it so. */
  List<Condition> notReady(String reason, String message) {
    return List.of(condition(READY, "False", reason, message));
  }

  /** Not as it should be, and a person must act. */
  List<Condition> stalled(String reason, String message) {
    return List.of(
        condition(READY, "False", reason, message), condition(STALLED, "True", reason, message));
  }

  /** That a plan was approved, or is to be. */
  Condition approved(boolean yes, String reason, String message) {
    return condition("Approved", yes ? "True" : "False", reason, message);
  }

  private Condition condition(String type, String status, String reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(Fitting.cut(message, 4096))
        .withObservedGeneration(generation)
        .withLastTransitionTime(since(type, status))
        .build();
  }

  private String since(String type, String status) {
    return before.stream()
        .filter(it -> type.equals(it.getType()) && status.equals(it.getStatus()))
        .map(Condition::getLastTransitionTime)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> Times.format(now));
  }
}
