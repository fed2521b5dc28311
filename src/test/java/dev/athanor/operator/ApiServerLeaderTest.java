package dev.athanor.operator;

import static dev.athanor.operator.ApiServerScene.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ImagePullPolicy;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Leader election on a real API server, with the rights that the manifests grant. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerLeaderTest {
  @RegisterExtension final ApiServerScene scene = new ApiServerScene();
  private final CountDownLatch lost = new CountDownLatch(1);

  @BeforeEach
  void alone() {
    scene.stopOperator();
    scene.client.leases().inNamespace("athanor-system").delete();
  }

  @AfterEach
  void again() {
    scene.startOperator();
  }

  @Test
  void a_leader_that_stops_gives_its_lease_back_and_the_next_takes_it() {
    var first = AthanorOperator.start(scene.deployed, elected("first"));
    untilHeldBy("first");
    try (var second = AthanorOperator.start(scene.deployed, elected("second"))) {
      scene.revisions("a1");
      scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
      scene.untilCurrent("a1");
      assertThat(second.leading()).isFalse();

      first.close();

      // not after the fifteen seconds that the lease would last
      assertThat(holder()).isNotEqualTo("first");
      untilHeldBy("second");
      scene.revisions("a1", "b2");
      scene.untilCurrent("b2");
    }
  }

  @Test
  void a_leader_that_loses_its_lease_in_the_middle_of_a_job_runs_nothing_twice() throws Exception {
    var first = AthanorOperator.start(scene.deployed, elected("first"));
    untilHeldBy("first");
    scene.revisions("a1");
    scene.database.next(Result.running());
    scene.client.resource(smallest(it -> it)).inNamespace(scene.namespace).create();
    await().atMost(Duration.ofSeconds(20)).until(() -> !scene.kubelet.unfinished().isEmpty());

    take("second");
    lost.await();
    // its process would have ended itself by now
    first.close();
    assertThat(holder()).as("what another holds is not given back").isEqualTo("second");
    try (var _ = AthanorOperator.start(scene.deployed, elected("second"))) {
      scene.kubelet.finish(
          scene.kubelet.unfinished().getFirst(), scene.database.run(scene.jobs().getFirst()));

      scene.untilCurrent("a1");
      assertThat(scene.jobs()).hasSize(1);
      assertThat(scene.database.stepsRun()).isEqualTo(1);
    }
  }

  private void take(String identity) {
    scene
        .client
        .leases()
        .inNamespace("athanor-system")
        .withName("athanor-operator")
        .edit(
            lease -> {
              lease.getSpec().setHolderIdentity(identity);
              lease.getSpec().setRenewTime(ZonedDateTime.now(ZoneOffset.UTC));
              return lease;
            });
  }

  private String holder() {
    var lease =
        scene.client.leases().inNamespace("athanor-system").withName("athanor-operator").get();
    return lease == null ? "" : lease.getSpec().getHolderIdentity();
  }

  private void untilHeldBy(String identity) {
    await().atMost(Duration.ofSeconds(30)).until(() -> identity.equals(holder()));
  }

  private OperatorSettings elected(String identity) {
    return new OperatorSettings(
        Set.of(scene.namespace),
        "athanor:test",
        ImagePullPolicy.IF_NOT_PRESENT,
        Clock.systemUTC(),
        Optional.of(
            new OperatorSettings.LeaderElection("athanor-operator", "athanor-system", identity)),
        OptionalInt.empty(),
        OperatorSettings.PROGRESS_INTERVAL,
        lost::countDown);
  }
}
