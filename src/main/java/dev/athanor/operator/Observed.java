package dev.athanor.operator;

import dev.athanor.api.AskedStatus;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationSpec;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.JobPhase;
import dev.athanor.api.OperationName;
import dev.athanor.api.OperationStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything that a decision rests on, gathered once.
 *
 * @param resource as the API server has it
 * @param status the part of its status that is still true, with what was found out since
 * @param source what its ConfigMaps amount to
 * @param jobs its Jobs, the oldest first
 * @param now when this was gathered
 */
public record Observed(
    DatabaseMigration resource,
    DatabaseMigrationStatus status,
    SourceState source,
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
    return new Observed(resource, Carried.over(resource), source, jobs, now);
  }

  /** The same, knowing more. */
  Observed with(DatabaseMigrationStatus newer) {
    return new Observed(resource, newer, source, jobs, now);
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
    return RELATIVE.matcher(spec().target()).matches();
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

  /** The last operation, if it was for what is asked now and with the revision set of now. */
  Optional<OperationStatus> lastForThis() {
    return lastForAsked()
        .filter(last -> loaded().filter(set -> set.digest().equals(last.digest())).isPresent());
  }
}
