package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.CrdSchema;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.testing.kube.ScriptedKubelet;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What only a real API server can settle: the CRD with its CEL, server-side apply, our Job. */
@Tag("apiserver")
@EnabledIfEnvironmentVariable(named = "KUBE_API_TEST_DIR", matches = ".+")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class ApiServerTest {
  private static KubeAPIServer server;
  private static KubernetesClient client;
  private static KubernetesClient deployed;

  private PretendDatabase database;
  private ScriptedKubelet kubelet;
  private AthanorOperator operator;
  private String namespace;

  @BeforeAll
  static void startServer() throws IOException {
    server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withTestDir(System.getenv("KUBE_API_TEST_DIR"))
                .withOfflineMode(true)
                .build());
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    var crd =
        client
            .getKubernetesSerialization()
            .unmarshal(
                Files.readString(Path.of("crds/databasemigrations.athanor.dev.yaml")),
                CustomResourceDefinition.class);
    client.resource(crd).create();
    client
        .resource(crd)
        .waitUntilCondition(
            it ->
                it != null
                    && it.getStatus() != null
                    && it.getStatus().getConditions().stream()
                        .anyMatch(
                            c -> c.getType().equals("Established") && c.getStatus().equals("True")),
            30,
            java.util.concurrent.TimeUnit.SECONDS);
    deployed = asDeployed();
  }

  /** As the operator's own service account, with what the manifests grant and nothing else. */
  private static KubernetesClient asDeployed() throws IOException {
    for (var manifest :
        List.of(
            "namespace",
            "service-account",
            "cluster-role",
            "cluster-role-binding",
            "leader-election-role")) {
      try (var file = Files.newInputStream(Path.of("operator", manifest + ".yaml"))) {
        client.load(file).items().forEach(item -> client.resource(item).create());
      }
    }
    var config = Config.fromKubeconfig(server.getKubeConfigYaml());
    config.setImpersonateUsername("system:serviceaccount:athanor-system:athanor-operator");
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterAll
  static void stopServer() {
    deployed.close();
    client.close();
    server.stop();
  }

  @BeforeEach
  void start() {
    namespace = "test-" + System.nanoTime();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                // the server refuses a pod of ours that is not restricted
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    database = new PretendDatabase(client);
    kubelet = ScriptedKubelet.start(client, database);
    operator = startOperator();
  }

  @AfterEach
  void stop() {
    operator.close();
    kubelet.close();
  }

  private AthanorOperator startOperator() {
    var settings =
        new OperatorSettings(
            java.util.Set.of(namespace),
            "athanor:test",
            dev.athanor.api.ImagePullPolicy.IF_NOT_PRESENT,
            Clock.systemUTC(),
            java.util.Optional.empty(),
            java.util.OptionalInt.of(0),
            () -> {});
    return AthanorOperator.start(deployed, settings);
  }

  @Test
  void it_may_read_no_secret_and_change_no_spec() {
    assertThatThrownBy(() -> deployed.secrets().inNamespace(namespace).list())
        .hasMessageContaining("forbidden");
    var resource = client.resource(smallest(it -> it.suspended())).inNamespace(namespace).create();
    assertThatThrownBy(() -> deployed.resource(resource).update())
        .hasMessageContaining("forbidden");
  }

  @Test
  void one_of_two_operators_leads_and_the_other_takes_over() {
    operator.close();
    var first = AthanorOperator.start(deployed, elected("first"));
    var second = AthanorOperator.start(deployed, elected("second"));
    revisions("a1");
    client.resource(smallest(it -> it)).inNamespace(namespace).create();
    untilCurrent("a1");

    first.close();
    revisions("a1", "b2");

    untilCurrent("b2");
    second.close();
  }

  private OperatorSettings elected(String identity) {
    return new OperatorSettings(
        java.util.Set.of(namespace),
        "athanor:test",
        dev.athanor.api.ImagePullPolicy.IF_NOT_PRESENT,
        Clock.systemUTC(),
        java.util.Optional.of(
            new OperatorSettings.LeaderElection("athanor-operator", "athanor-system", identity)),
        java.util.OptionalInt.empty(),
        () -> {});
  }

  @TestFactory
  Stream<DynamicTest> a_valid_resource_is_accepted() {
    return CrdSchema.samples("valid-")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> assertThatCode(() -> dryRun(file)).doesNotThrowAnyException()));
  }

  @TestFactory
  Stream<DynamicTest> an_invalid_resource_is_refused() {
    return Stream.concat(CrdSchema.samples("invalid-"), CrdSchema.samples("cel-"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThatThrownBy(() -> dryRun(file))
                            .isInstanceOf(KubernetesClientException.class)
                            .hasMessageContaining(
                                Files.readAllLines(file).getFirst().substring(2))));
  }

  private void dryRun(Path file) throws IOException {
    client.resource(Files.readString(file)).inNamespace(namespace).dryRun().create();
  }

  @Test
  void a_resource_without_a_status_is_not_done() {
    var created = client.resource(smallest(it -> it.suspended())).inNamespace(namespace).create();

    assertThat(created.getStatus().observedGeneration()).isEqualTo(-1);
    assertThat(KStatus.verdict(created)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
  }

  @Test
  void a_database_is_brought_to_its_target() {
    revisions("a1", "b2");
    client.resource(smallest(it -> it)).inNamespace(namespace).create();

    var done = untilCurrent("b2");

    assertThat(done.getStatus().pending()).isZero();
    assertThat(owners(done, "status")).containsExactly("athanor Apply");
    await().until(() -> jobs().getFirst().getSpec().getTtlSecondsAfterFinished() != null);
    assertThat(jobs())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(3600);
              assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
              assertThat(job.getMetadata().getOwnerReferences().getFirst().getUid())
                  .isEqualTo(done.getMetadata().getUid());
            });
    var events =
        client.events().v1().events().inNamespace(namespace).list().getItems().stream()
            .map(it -> it.getReason())
            .toList();
    assertThat(events).containsExactlyInAnyOrder("JobCreated", "Succeeded");
  }

  private static List<String> owners(DatabaseMigration resource, String subresource) {
    return resource.getMetadata().getManagedFields().stream()
        .filter(it -> subresource.equals(it.getSubresource()))
        .map((ManagedFieldsEntry it) -> it.getManager() + " " + it.getOperation())
        .toList();
  }

  @Test
  void in_the_steady_state_nothing_is_written() throws InterruptedException {
    revisions("a1");
    client.resource(smallest(it -> it)).inNamespace(namespace).create();
    untilCurrent("a1");
    await().until(() -> jobs().getFirst().getSpec().getTtlSecondsAfterFinished() != null);
    var version = now().getMetadata().getResourceVersion();

    operator.close();
    operator = startOperator();
    Thread.sleep(2_000);

    assertThat(now().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void fields_that_are_no_longer_said_are_gone() {
    revisions("a1");
    database.next(
        Result.exit(
            20,
            "{\"kind\":\"OperationResult\",\"error\":{\"reason\":\"DatabaseUnreachable\",\"message\":\"no route\"}}"));
    client.resource(smallest(it -> it)).inNamespace(namespace).create();
    await().atMost(Duration.ofSeconds(20)).until(() -> now().getStatus().retry() != null);

    var done = untilCurrent("a1");

    assertThat(done.getStatus().retry()).isNull();
    assertThat(done.getStatus().conditions()).hasSize(1);
  }

  @Test
  void a_restart_in_the_middle_of_a_job_loses_nothing() {
    revisions("a1");
    database.next(Result.running());
    client.resource(smallest(it -> it)).inNamespace(namespace).create();
    await().atMost(Duration.ofSeconds(20)).until(() -> !kubelet.unfinished().isEmpty());
    operator.close();
    kubelet.finish(kubelet.unfinished().getFirst(), database.run(jobs().getFirst()));

    operator = startOperator();

    untilCurrent("a1");
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void a_job_made_just_before_a_crash_is_adopted() {
    revisions("a1");
    operator.close();
    var resource = client.resource(smallest(it -> it)).inNamespace(namespace).create();
    var set =
        Sources.read(
            List.of(
                dev.athanor.changelog.Source.configMap(
                    namespace,
                    "orders-revisions",
                    OperatorScene.line("orders-revisions", "a1").getData(),
                    java.util.Map.of())));
    var observed = Observed.of(resource, set, List.of(), java.time.Instant.now());
    var run = (Decision.Run) Decide.decide(observed);
    database.next(Result.running());
    client
        .resource(
            JobBuilder.build(
                resource, run.attempt(), OperatorSettings.of("athanor:test", Clock.systemUTC())))
        .create();
    await().atMost(Duration.ofSeconds(20)).until(() -> !kubelet.unfinished().isEmpty());

    operator = startOperator();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                now().getStatus().job() != null
                    && now().getStatus().job().name().equals(run.attempt().jobName()));
    kubelet.finish(kubelet.unfinished().getFirst(), database.run(jobs().getFirst()));
    untilCurrent("a1");
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void a_deletion_waits_for_its_job() {
    revisions("a1");
    database.next(Result.running());
    client.resource(smallest(it -> it)).inNamespace(namespace).create();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                now().getStatus().conditions().stream()
                    .anyMatch(it -> "JobRunning".equals(it.getReason())));

    client.resource(now()).delete();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                now().getStatus().conditions().stream()
                    .anyMatch(it -> "DeletionWaits".equals(it.getReason())));
    kubelet.finish(kubelet.unfinished().getFirst(), database.run(jobs().getFirst()));

    await().atMost(Duration.ofSeconds(20)).until(() -> now() == null);
  }

  /**
   * Argo CD deletes like this. Kubernetes' own garbage collector then deletes the Job although our
   * finalizer still holds its owner, with blockOwnerDeletion or without: the pod is asked to stop,
   * which it does between two steps.
   */
  @Test
  void a_deletion_in_the_foreground_ends() throws Exception {
    try (var collector = GarbageCollector.start(server.getKubeConfigYaml())) {
      assumeThat(collector.runs()).isTrue();
      revisions("a1");
      database.next(Result.running());
      client.resource(smallest(it -> it)).inNamespace(namespace).create();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  now().getStatus().conditions().stream()
                      .anyMatch(it -> "JobRunning".equals(it.getReason())));

      client
          .resource(now())
          .withPropagationPolicy(io.fabric8.kubernetes.api.model.DeletionPropagation.FOREGROUND)
          .delete();

      await().atMost(Duration.ofSeconds(30)).until(() -> now() == null);
      await().atMost(Duration.ofSeconds(60)).until(() -> jobs().isEmpty());
    }
  }

  @Test
  void its_probes_answer() throws Exception {
    var port = operator.healthPort().getAsInt();
    for (var path : List.of("healthz", "readyz")) {
      var response =
          java.net.http.HttpClient.newHttpClient()
              .send(
                  java.net.http.HttpRequest.newBuilder(
                          java.net.URI.create("http://localhost:" + port + "/" + path))
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_pod_template_that_the_server_refuses_stalls() {
    revisions("a1");
    var patch =
        client
            .getKubernetesSerialization()
            .unmarshal(
                "{\"spec\": {\"containers\": [{\"name\": \"athanor\", \"volumeMounts\": [{\"name\": \"nowhere\", \"mountPath\": \"/x\"}]}]}}",
                com.fasterxml.jackson.databind.node.ObjectNode.class);
    client
        .resource(
            smallest(
                it ->
                    it.job(
                        new dev.athanor.api.JobSpec(
                            null, null, null, null, null, null, null, null, null, null, patch, "1h",
                            "72h"))))
        .inNamespace(namespace)
        .create();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> KStatus.verdict(now()) == KStatus.Verdict.FAILED);
    assertThat(OperatorScene.message(now())).contains("nowhere");
  }

  private static DatabaseMigration smallest(UnaryOperator<OperatorScene.SpecBuilder> changes) {
    var resource = OperatorScene.migration("orders", changes);
    resource.getMetadata().setNamespace(null);
    return resource;
  }

  private void revisions(String... ids) {
    var configMap = OperatorScene.line("orders-revisions", ids);
    configMap.getMetadata().setNamespace(namespace);
    client.resource(configMap).createOr(it -> it.update());
  }

  private DatabaseMigration now() {
    return client
        .resources(DatabaseMigration.class)
        .inNamespace(namespace)
        .withName("orders")
        .get();
  }

  private List<Job> jobs() {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  private DatabaseMigration untilCurrent(String row) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var resource = KStatus.check(now());
              assertThat(resource.getStatus().current()).containsExactly(row);
              assertThat(KStatus.verdict(resource)).isEqualTo(KStatus.Verdict.CURRENT);
            });
    return now();
  }
}
