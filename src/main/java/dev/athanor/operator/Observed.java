package dev.athanor.operator;

import dev.athanor.api.AppliedStatus;
import dev.athanor.api.AskedStatus;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationSpec;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.JobPhase;
import dev.athanor.api.OperationName;
import dev.athanor.api.OperationStatus;
import dev.athanor.api.PlanStatus;
import dev.athanor.error.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Everything that a decision rests on, gathered once.
 *
 * @param resource as the API server has it
 * @param status the part of its status that is still true, with what was found out since
 * @param source what its ConfigMaps amount to
 * @param elder an older resource that keeps the same database, by namespace and name
 * @param jobs its Jobs, the oldest first
 * @param now when this was gathered
 */
public record Observed(
    DatabaseMigration resource,
    DatabaseMigrationStatus status,
    SourceState source,
    Optional<String> elder,
    List<JobView> jobs,
    Instant now) {

  private static final Pattern RELATIVE = Pattern.compile("(.+@)?[+-][0-9]+");

  /** Keeps the Jobs in the order they were made. */
  public Observed {
    jobs =
        jobs.stream()
            .sorted(Comparator.comparing(JobView::created).thenComparing(JobView::name))
            .toList();
  }

  /** The observation of a resource with the status that it has. */
  public static Observed of(
      DatabaseMigration resource, SourceState source, List<JobView> jobs, Instant now) {
    return new Observed(resource, Carried.over(resource), source, Optional.empty(), jobs, now);
  }

  /** The same, knowing more. */
  Observed with(DatabaseMigrationStatus newer) {
    return new Observed(resource, newer, source, elder, jobs, now);
  }

  /** The same, beside the resource that keeps the same database and is older. */
  Observed beside(Optional<String> older) {
    return new Observed(resource, status, source, older, jobs, now);
  }

  DatabaseMigrationSpec spec() {
    return resource.getSpec();
  }

  long generation() {
    return resource.getMetadata().getGeneration();
  }

  AskedStatus asked() {
    return Objects.requireNonNull(status.asked());
  }

  /** Whether it is carried out once for what was asked, and never again by itself. */
  boolean once() {
    return spec().operation() != OperationName.UPGRADE || relative();
  }

  /** Whether the target counts from where the database is. */
  boolean relative() {
    return relative(spec().target());
  }

  static boolean relative(String target) {
    return RELATIVE.matcher(target).matches();
  }

  /** The target, wherever it is written. */
  String target() {
    return usable().flatMap(SourceState.Usable::target).orElse(spec().target());
  }

  /** The revision set, whether it was read or not. */
  Optional<SourceState.Usable> usable() {
    return source instanceof SourceState.Usable set ? Optional.of(set) : Optional.empty();
  }

  Optional<SourceState.Loaded> loaded() {
    return source instanceof SourceState.Loaded set ? Optional.of(set) : Optional.empty();
  }

  /** The Job that is at work; there is one at most. */
  Optional<JobView> activeJob() {
    return jobs.stream().filter(JobView::active).findFirst();
  }

  /** The oldest finished Job whose result is not in the status. */
  Optional<JobView> unreadJob() {
    return jobs.stream().filter(job -> !job.active() && !job.recorded() && !read(job)).findFirst();
  }

  private boolean read(JobView job) {
    var last = status.job();
    return last != null && last.name().equals(job.name()) && last.phase() != JobPhase.RUNNING;
  }

  /** The value of {@code athanor.dev/reconcile-at} that has not been acted on. */
  Optional<String> forced() {
    return Optional.ofNullable(resource.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(Names.RECONCILE_AT))
        .map(Observed::fitting)
        .filter(value -> !value.equals(status.lastHandledReconcileAt()));
  }

  /** Whether a person asks to try again what the last Job failed at: by that Job's name. */
  boolean retried() {
    var last = status.job();
    return last != null
        && last.phase() == JobPhase.FAILED
        && last.name()
            .equals(JobBuilder.orEmpty(resource.getMetadata().getAnnotations()).get(Names.RETRY));
  }

  /** Whether a person asks to forget the failures so far. */
  boolean startsAgain() {
    return retried() || forced().isPresent();
  }

  private static String fitting(String value) {
    return value.length() <= 255 ? value : Digests.of(value);
  }

  /** The last operation, if it was for what is asked now. */
  Optional<OperationStatus> lastForAsked() {
    return Optional.ofNullable(status.lastOperation())
        .filter(last -> last.generation() == asked().generation());
  }

  /** The last operation, if it was for what is asked now, with the set and the target of now. */
  Optional<OperationStatus> lastForThis() {
    return lastForAsked()
        .filter(
            last ->
                spec().targetFrom() == null
                    || last.target() == null
                    || last.target().expression().equals(target()))
        .filter(last -> usable().filter(set -> set.digest().equals(last.digest())).isPresent());
  }

  /** Whether the last operation for this ended so. */
  boolean failedWith(Reason reason) {
    return lastForThis()
        .filter(last -> last.error() != null && reason.id().equals(last.error().reason()))
        .isPresent();
  }

  /** The plan for what is asked, with this set and from where the database is. */
  Optional<PlanStatus> plan() {
    return Optional.ofNullable(status.plan())
        .filter(_ -> forced().isEmpty())
        .filter(plan -> plan.generation() == asked().generation())
        .filter(plan -> plan.target().equals(target()))
        .filter(plan -> usable().filter(it -> it.digest().equals(plan.digest())).isPresent())
        .filter(plan -> plan.current().equals(status.current()));
  }

  /** What approves a plan, in words. */
  Optional<String> approval(PlanStatus plan) {
    if (plan.hash().equals(spec().approvedPlan())) {
      return Optional.of("spec.approvedPlan");
    }
    return Optional.ofNullable(resource.getMetadata().getAnnotations())
        .filter(annotations -> plan.hash().equals(annotations.get(Names.APPROVE)))
        .map(_ -> "the annotation " + Names.APPROVE);
  }

  /** The revisions of the set that the database has; unknown where it has others. */
  Optional<AppliedStatus> applied() {
    var current = status.current();
    return loaded()
        .filter(set -> current != null && current.stream().allMatch(set.graph()::contains))
        .map(
            set -> {
              var applied = new TreeSet<>(set.graph().applied(Objects.requireNonNull(current)));
              var files = applied.stream().map(id -> List.of(id, set.checksums().get(id))).toList();
              return new AppliedStatus(applied.size(), Digests.of(files));
            });
  }
}
