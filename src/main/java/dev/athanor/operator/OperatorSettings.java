package dev.athanor.operator;

import dev.athanor.api.ImagePullPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How an operator is run.
 *
 * @param namespaces that it looks after; empty for all
 * @param image that Jobs run, unless their resource names another
 * @param imagePullPolicy of Jobs, unless their resource names another
 * @param clock says what time it is
 * @param leaderElection absent for an operator that is the only one
 * @param healthPort where {@code /healthz} and {@code /readyz} are served; 0 for any free port
 * @param progressInterval how often the log of a Job that runs is asked how far it is
 * @param onLeadershipLost called when another operator leads although this one was not closed: the
 *     process should end at once
 */
public record OperatorSettings(
    Set<String> namespaces,
    String image,
    ImagePullPolicy imagePullPolicy,
    Clock clock,
    Optional<LeaderElection> leaderElection,
    OptionalInt healthPort,
    Duration progressInterval,
    Runnable onLeadershipLost) {

  /** Often enough for a person who waits, and no load. */
  public static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(10);

  /**
   * Which lease the leader holds.
   *
   * @param lease its name
   * @param namespace where it is
   * @param identity tells this operator from the others: its pod's name
   */
  public record LeaderElection(String lease, String namespace, String identity) {}

  /** Keeps its own copy of the set. */
  public OperatorSettings {
    namespaces = Set.copyOf(namespaces);
  }

  /** All namespaces, no leader election, no health port. */
  public static OperatorSettings of(String image, Clock clock) {
    return new OperatorSettings(
        Set.of(),
        image,
        ImagePullPolicy.IF_NOT_PRESENT,
        clock,
        Optional.empty(),
        OptionalInt.empty(),
        PROGRESS_INTERVAL,
        () -> {});
  }
}
