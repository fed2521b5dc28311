package dev.athanor.cli.kube;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/**
 * How a resource stands, as kstatus reads it.
 *
 * @param verdict what it comes to
 * @param reason as on the condition Ready
 * @param message for people
 */
public record Standing(Verdict verdict, String reason, String message) {
  /** What a status comes to. */
  public enum Verdict {
    /** The database is where it should be. */
    READY,
    /** A person must act. */
    STALLED,
    /** On the way, or waiting for something that comes by itself. */
    PROGRESSING,
    /** Nothing goes on: suspended, or waiting for a person's word. */
    WAITING
  }

  /** How this one stands; a newer generation than the one observed is on its way. */
  public static Standing of(DatabaseMigration resource) {
    var status = resource.getStatus();
    if (status == null
        || !resource.getMetadata().getGeneration().equals(status.observedGeneration())) {
      return new Standing(
          Verdict.PROGRESSING, "NotObserved", "the operator has not looked at this generation yet");
    }
    var ready = condition(status.conditions(), "Ready");
    return new Standing(
        verdict(status.conditions()),
        ready.map(Condition::getReason).orElse(""),
        ready.map(Condition::getMessage).orElse(""));
  }

  private static Verdict verdict(List<Condition> conditions) {
    if (isTrue(conditions, "Reconciling")) {
      return Verdict.PROGRESSING;
    }
    if (isTrue(conditions, "Stalled")) {
      return Verdict.STALLED;
    }
    return isTrue(conditions, "Ready") ? Verdict.READY : Verdict.WAITING;
  }

  private static boolean isTrue(List<Condition> conditions, String type) {
    return condition(conditions, type).filter(it -> "True".equals(it.getStatus())).isPresent();
  }

  private static Optional<Condition> condition(List<Condition> conditions, String type) {
    return conditions.stream().filter(it -> type.equals(it.getType())).findFirst();
  }

  /** Ready and Stalled end a wait; the others do not. */
  public boolean settled() {
    return verdict == Verdict.READY || verdict == Verdict.STALLED;
  }

  /** In one word. */
  public String word() {
    return switch (verdict) {
      case READY -> "Ready";
      case STALLED -> "Stalled";
      case PROGRESSING -> "Progressing";
      case WAITING -> "Waiting";
    };
  }
}
