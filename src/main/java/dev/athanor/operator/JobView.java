package dev.athanor.operator;

import dev.athanor.api.OperationResult;
import java.time.Instant;
import java.util.Optional;

/**
 * What matters of a Job of ours.
 *
 * @param name its name
 * @param created when it was made
 * @param assignment what it was made to do
 * @param state how far it is
 * @param recorded whether its result is in the status for certain: it then has its owner
 */
public record JobView(
    String name, Instant created, Assignment assignment, State state, boolean recorded) {

  /** Stands for a digest where a Job reads no files but the database's archive. */
  static final String ARCHIVE = "archive";

  /**
   * What a Job is made to do, as its annotations say.
   *
   * @param operation {@code upgrade}, …
   * @param target as written
   * @param generation of the spec that first asked for it
   * @param digest of the revision set
   * @param attempt from 1
   * @param reconcileAt the value of the annotation that forced it
   * @param planning whether it only says what would be done
   * @param approvedPlan the plan that it was approved to carry out
   */
  public record Assignment(
      String operation,
      String target,
      long generation,
      String digest,
      int attempt,
      Optional<String> reconcileAt,
      boolean planning,
      Optional<String> approvedPlan) {}

  /** How far a Job is, as its conditions say: never judged by its counters. */
  public sealed interface State {
    /**
     * Neither complete nor failed.
     *
     * @param started whether its container ever ran
     * @param waiting why it does not run, where something says so
     * @param log what the program says, where it was asked
     */
    record Active(boolean started, Optional<Waiting> waiting, JobLog log) implements State {}

    /**
     * Complete or failed.
     *
     * @param complete which of them
     * @param reason why it failed, as the Job controller says
     * @param at when
     * @param exit how the pod's container ended, where the pod is still there
     */
    record Finished(boolean complete, String reason, Instant at, Optional<Exit> exit)
        implements State {}
  }

  /** Why a pod does not run. */
  public record Waiting(String reason, String message) {}

  /**
   * How the container ended.
   *
   * @param code its exit code
   * @param reason {@code OOMKilled}, {@code Error}, …
   * @param result what it left, where that is a result of ours
   */
  public record Exit(int code, String reason, Optional<OperationResult> result) {}

  /** What the program says while it is at work. */
  JobLog log() {
    return state instanceof State.Active active ? active.log() : JobLog.SILENT;
  }

  /** The same, at work and saying this. */
  JobView with(JobLog log) {
    return new JobView(
        name, created, assignment, new State.Active(true, Optional.empty(), log), recorded);
  }

  /** Whether it is neither complete nor failed. */
  public boolean active() {
    return state instanceof State.Active;
  }

  /** Whether it is complete. */
  boolean complete() {
    return state instanceof State.Finished finished && finished.complete();
  }

  /** Whether it is finished and the cluster has not been told that it may go. */
  boolean unreleased() {
    return !active() && !recorded;
  }

  /** Whether it was made to take the database back before its resource goes. */
  boolean takesBack() {
    return assignment.digest().equals(ARCHIVE);
  }
}
