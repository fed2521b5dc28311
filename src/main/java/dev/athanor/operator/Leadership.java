package dev.athanor.operator;

import dev.athanor.operator.OperatorSettings.LeaderElection;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this operator is the one at work, and how it stops being that. */
final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private final KubernetesClient client;
  private final OperatorSettings settings;
  private volatile boolean leading;
  private volatile boolean closing;

  Leadership(KubernetesClient client, OperatorSettings settings) {
    this.client = client;
    this.settings = settings;
    this.leading = settings.leaderElection().isEmpty();
  }

  /** Whether this operator is at work; without an election it always is. */
  boolean leading() {
    return leading;
  }

  /**
   * JOSDK would end the process by itself when leadership is lost, and so would wait for ever for a
   * shutdown hook that stops it. So it is told not to, and what ends the process is asked here.
   */
  Optional<LeaderElectionConfiguration> configuration() {
    return settings
        .leaderElection()
        .map(
            election ->
                new LeaderElectionConfiguration(
                    election.lease(),
                    election.namespace(),
                    LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
                    LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
                    LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
                    election.identity(),
                    new LeaderCallbacks(this::won, this::lost, _ -> {}),
                    false));
  }

  private void won() {
    leading = true;
    LOG.info("This operator leads now");
  }

  private void lost() {
    leading = false;
    if (!closing) {
      settings.onLeadershipLost().run();
    }
  }

  /** From here on it is no accident if the lease is lost. */
  void closing() {
    closing = true;
  }

  /**
   * Gives the lease back, so that the next operator need not wait until it has run out. Only to be
   * called when nothing is being worked on any more.
   */
  void release() {
    settings.leaderElection().ifPresent(this::release);
  }

  private void release(LeaderElection election) {
    try {
      var lease =
          client.leases().inNamespace(election.namespace()).withName(election.lease()).get();
      if (lease != null && election.identity().equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity("");
        lease.getSpec().setLeaseDurationSeconds(1);
        // with the version just read: whoever has it by now keeps it
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      LOG.warn(
          "The lease {}/{} was not given back and runs out by itself: {}",
          election.namespace(),
          election.lease(),
          e.getMessage());
    }
  }
}
