package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ImagePullPolicy;
import dev.athanor.testing.Manifests;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rights in the manifests are those that are used, no more and no less. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorRightsTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void what_is_granted_is_what_is_called() throws IOException {
    scene.stopOperator();
    try (var _ = AthanorOperator.start(scene.cluster.client("measured"), elected())) {
      liveThroughAll();
    }
    scene.startAgain();

    var called = new TreeSet<>(scene.cluster.calls("measured"));
    // a question about one's own rights, which every account may ask
    called.remove("create authorization.k8s.io/selfsubjectrulesreviews");
    assertThat(called)
        .isEqualTo(
            Stream.concat(everywhere().stream(), election().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void a_namespace_of_its_own_grants_the_same() throws IOException {
    assertThat(
            granted(
                Manifests.parse(Files.readString(Path.of("examples/namespaced/watched/role.yaml")))
                    .one(Role.class, "athanor-operator")
                    .getRules()))
        .isEqualTo(everywhere())
        .noneMatch(right -> right.endsWith("/secrets"));
  }

  /** A pod that cannot start, a long run, conflicts, a plan, a deletion. */
  private void liveThroughAll() {
    scene.create(it -> it);
    scene.until("ConfigMapNotFound");
    // a pod of which nothing is heard, and a newer spec
    scene.database.next(Result.waiting("ContainerCreating", ""));
    scene.cluster.failNext(1, "patch", "databasemigrations", 409);
    scene.revisions("orders-revisions", "a1", "b2");
    scene.untilRunning();
    scene.until("JobPending");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> scene.cluster.calls("measured").contains("list /events"));
    scene.database.next(Result.running());
    scene.cluster.failNext(1, "create", "jobs", 409);
    scene.edit(it -> it.target("b2"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> scene.cluster.calls("measured").contains("get /pods/log"));
    scene.kubelet.finish(
        scene.kubelet.unfinished().getFirst(), scene.database.run(scene.jobs().getFirst()));
    scene.untilCurrent("b2");
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    scene.edit(it -> it.manual());
    scene.until("AwaitingApproval");
    scene.client.resource(scene.now()).delete();
    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
  }

  private static OperatorSettings elected() {
    return new OperatorSettings(
        Set.of(),
        "athanor:test",
        ImagePullPolicy.IF_NOT_PRESENT,
        Clock.systemUTC(),
        Optional.of(
            new OperatorSettings.LeaderElection("athanor-operator", "athanor-system", "measured")),
        OptionalInt.empty(),
        Duration.ofMillis(200),
        () -> {});
  }

  private static Set<String> everywhere() throws IOException {
    return granted(Manifests.install().one(ClusterRole.class, "athanor-operator").getRules());
  }

  private static Set<String> election() throws IOException {
    return granted(Manifests.install().one(Role.class, "athanor-leader-election").getRules());
  }

  private static Set<String> granted(List<PolicyRule> rules) {
    return rules.stream()
        .flatMap(OperatorRightsTest::rights)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> rights(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(verb -> verb + " " + group + "/" + resource)));
  }
}
