package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.api.DatabaseMigration;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator's story in a cluster: {@code make e2e}, see CONTRIBUTING.md. */
@Tag("e2e")
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class EndToEndTest {
  private static final Duration SOON = Duration.ofMinutes(3);

  private static EndToEndCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster =
        EndToEndCluster.start(
            List.of("upgraded", "unchanged", "reverted", "kept", "broken", "approved", "deleted"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void removeResources() {
    cluster.removeResources();
  }

  @Test
  void an_upgrade_is_shown_in_columns_and_told_in_events() throws IOException {
    revisions("upgraded", line("a1", "b2"));
    create("upgraded", it -> it);

    untilAt("upgraded", "b2");

    assertThat(columns("upgraded"))
        .containsEntry("Ready", "True")
        .containsEntry("Reason", "UpToDate")
        .containsEntry("Current", "b2")
        .containsEntry("Target", "b2")
        .containsEntry("Pending", "0");
    assertThat(
            cluster.client.events().v1().events().inNamespace(cluster.namespace).list().getItems())
        .filteredOn(it -> "upgraded".equals(it.getRegarding().getName()))
        .extracting(it -> it.getReason())
        .containsExactlyInAnyOrder("JobCreated", "Succeeded");
  }

  @Test
  void a_set_that_changes_and_moves_nothing_makes_no_job() {
    revisions("unchanged", line("a1", "b2"));
    create("unchanged", it -> it.target("a1"));
    var before = untilAt("unchanged", "a1").getStatus().source().digest();

    revisions("unchanged", line("a1", "b2", "c3"));

    until("unchanged", it -> !before.equals(it.getStatus().source().digest()));
    assertThat(jobs("unchanged")).isEqualTo(1);
  }

  @Test
  void a_revert_in_git_takes_the_database_back_where_that_is_allowed() {
    revisions("reverted", line("a1", "b2"));
    create("reverted", it -> it.allowDowngrade());
    untilAt("reverted", "b2");

    revisions("reverted", line("a1"));

    untilAt("reverted", "a1");
  }

  @Test
  void a_revert_in_git_stalls_where_it_is_not_allowed() {
    revisions("kept", line("a1", "b2"));
    create("kept", it -> it);
    untilAt("kept", "b2");

    revisions("kept", line("a1"));

    until("kept", "DowngradeForbidden");
    assertThat(jobs("kept")).isEqualTo(1);
  }

  @Test
  void sql_that_fails_stalls_with_its_statement_until_it_is_mended() {
    var files = line("a1", "b2");
    files.put("b2.sql", files.get("b2.sql").replaceFirst("CREATE .*;", "SELECT * FROM nowhere;"));
    revisions("broken", files);
    create("broken", it -> it);

    var error = until("broken", "SqlFailed").getStatus().lastOperation().error();

    assertThat(error.statement()).contains("SELECT * FROM nowhere");
    assertThat(error.sqlState()).isEqualTo("42P01");
    revisions("broken", line("a1", "b2"));
    untilAt("broken", "b2");
  }

  @Test
  void a_plan_waits_for_its_approval() {
    revisions("approved", line("a1"));
    create("approved", it -> it.manual());
    var plan = until("approved", "AwaitingApproval").getStatus().plan();
    assertThat(now("approved").getStatus().current()).isEmpty();

    cluster
        .client
        .resource(now("approved"))
        .edit(
            it -> {
              it.getMetadata().getAnnotations().put(Names.APPROVE, plan.hash());
              return it;
            });

    untilAt("approved", "a1");
  }

  @Test
  void a_deletion_takes_the_database_to_base_where_that_is_asked() {
    revisions("deleted", line("a1", "b2"));
    create("deleted", it -> it.takeBackWhenDeleted());
    untilAt("deleted", "b2");

    cluster.removeResources();

    create("deleted", it -> it);
    assertThat(untilAt("deleted", "b2").getStatus().lastOperation().from()).isEmpty();
  }

  private static Map<String, String> line(String... ids) {
    return new TreeMap<>(OperatorScene.line("any", ids).getData());
  }

  private static void revisions(String name, Map<String, String> files) {
    var configMap = OperatorScene.line(name + "-revisions");
    configMap.getMetadata().setNamespace(cluster.namespace);
    configMap.setData(files);
    cluster.client.resource(configMap).createOr(it -> it.update());
  }

  private static void create(String name, UnaryOperator<SpecBuilder> changes) {
    var resource =
        OperatorScene.migration(
            name, it -> changes.apply(it.configMaps(name + "-revisions").secret(name + "-app")));
    resource.getMetadata().setNamespace(cluster.namespace);
    cluster.client.resource(resource).create();
  }

  private static DatabaseMigration now(String name) {
    return cluster
        .client
        .resources(DatabaseMigration.class)
        .inNamespace(cluster.namespace)
        .withName(name)
        .get();
  }

  private static DatabaseMigration until(String name, Predicate<DatabaseMigration> what) {
    await()
        .atMost(SOON)
        .conditionEvaluationListener(
            it -> {
              if (it.getRemainingTimeInMS() <= 0) {
                throw new AssertionError("still: " + now(name).getStatus());
              }
            })
        .until(() -> now(name).getStatus() != null && what.test(now(name)));
    return KStatus.check(now(name));
  }

  private static DatabaseMigration until(String name, String reason) {
    return until(
        name,
        it ->
            it.getStatus().conditions().stream()
                .anyMatch(condition -> reason.equals(condition.getReason())));
  }

  private static DatabaseMigration untilAt(String name, String row) {
    return until(
        name,
        it ->
            List.of(row).equals(it.getStatus().current())
                && KStatus.verdict(it) == KStatus.Verdict.CURRENT);
  }

  private static long jobs(String name) {
    var uid = now(name).getMetadata().getUid();
    return cluster
        .client
        .batch()
        .v1()
        .jobs()
        .inNamespace(cluster.namespace)
        .withLabel(Names.UID, uid)
        .list()
        .getItems()
        .size();
  }

  /** What {@code kubectl get} shows: the server itself lays it out. */
  private static Map<String, String> columns(String name) throws IOException {
    var http = cluster.client.getHttpClient();
    var uri =
        "%sapis/athanor.dev/v1alpha1/namespaces/%s/databasemigrations/%s"
            .formatted(cluster.client.getMasterUrl(), cluster.namespace, name);
    var answer =
        http.sendAsync(
                http.newHttpRequestBuilder()
                    .uri(URI.create(uri))
                    .header("Accept", "application/json;as=Table;g=meta.k8s.io;v=v1")
                    .build(),
                String.class)
            .join()
            .body();
    JsonNode table = new ObjectMapper().readTree(answer);
    var columns = new TreeMap<String, String>();
    for (var i = 0; i < table.path("columnDefinitions").size(); i++) {
      columns.put(
          table.at("/columnDefinitions/%d/name".formatted(i)).asText(),
          table.at("/rows/0/cells/%d".formatted(i)).asText());
    }
    return columns;
  }
}
