package dev.athanor.operator;

import dev.athanor.api.OperationName;
import dev.athanor.api.PlanStatus;
import dev.athanor.error.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One Job that is to be made. Its name is derived from what it is for, so that making it twice is
 * harmless.
 *
 * @param jobName at most 63 characters
 * @param operation what is to be done
 * @param target as written
 * @param digest of the revision set that it is for
 * @param generation of the spec that first asked for it
 * @param number from 1
 * @param reconcileAt the value of the annotation that forced it
 * @param operationId makes it something that happens once
 * @param mounted where its revisions are
 * @param planning whether it only says what would be done
 * @param approvedPlan the hash of the only plan that it may carry out
 * @param takeOver whether the database may have been another resource's
 */
public record Attempt(
    String jobName,
    OperationName operation,
    String target,
    String digest,
    long generation,
    int number,
    Optional<String> reconcileAt,
    Optional<String> operationId,
    Mounted mounted,
    boolean planning,
    Optional<String> approvedPlan,
    boolean takeOver) {

  /** The pod's name gets six more characters, and is a host name of at most 63. */
  private static final int PREFIX = 44;

  /** The next attempt at what is asked, with this set. */
  static Attempt next(Observed o, SourceState.Usable set) {
    return next(o, set, false, Optional.empty());
  }

  /** The next attempt at saying what would be done. */
  static Attempt planning(Observed o, SourceState.Usable set) {
    return next(o, set, true, Optional.empty());
  }

  /** The next attempt at an approved plan. */
  static Attempt approved(Observed o, SourceState.Usable set, PlanStatus plan) {
    return next(o, set, false, Optional.of(plan));
  }

  private static Attempt next(
      Observed o, SourceState.Usable set, boolean planning, Optional<PlanStatus> plan) {
    var purpose =
        planning ? "plan" : plan.map(it -> it.hash() + " " + it.plannedAt()).orElse("run");
    var taken = o.jobs().stream().map(JobView::name).collect(Collectors.toSet());
    var number = firstNumber(o);
    while (taken.contains(name(o, set, purpose, number))) {
      number++;
    }
    return new Attempt(
        name(o, set, purpose, number),
        o.spec().operation(),
        o.target(),
        set.digest(),
        o.asked().generation(),
        number,
        o.forced(),
        operationId(o, plan),
        set.mounted(),
        planning,
        plan.map(PlanStatus::hash),
        o.status().database() != null || o.failedWith(Reason.DATABASE_CONFLICT));
  }

  /** An approval is for one time, and further attempts at its plan go on where that one was. */
  private static Optional<String> operationId(Observed o, Optional<PlanStatus> plan) {
    var id = o.resource().getMetadata().getUid() + "/" + o.asked().generation();
    return o.once() ? Optional.of(id) : plan.map(it -> id + "/" + it.plannedAt());
  }

  private static int firstNumber(Observed o) {
    if (o.lastForThis().isEmpty()) {
      return 1;
    }
    var retry = o.status().retry();
    if (retry != null) {
      return retry.attempt();
    }
    var job = o.status().job();
    return job == null ? 1 : job.attempt() + 1;
  }

  private static String name(Observed o, SourceState.Usable set, String purpose, int number) {
    var metadata = o.resource().getMetadata();
    var current = o.status().current();
    var parts =
        List.of(
            metadata.getUid(),
            o.spec().operation().id(),
            o.target(),
            set.digest(),
            current == null ? "unknown" : String.join(",", current),
            Long.toString(o.asked().generation()),
            o.forced().orElse(""),
            purpose,
            Integer.toString(number));
    return prefix(Objects.requireNonNull(metadata.getName())) + "-" + Digests.brief(parts);
  }

  private static String prefix(String name) {
    var cut = name.toLowerCase(Locale.ROOT).replace('.', '-');
    cut = cut.length() <= PREFIX ? cut : cut.substring(0, PREFIX);
    return cut.replaceAll("-+$", "");
  }
}
