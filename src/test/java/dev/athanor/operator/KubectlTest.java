package dev.athanor.operator;

import static dev.athanor.operator.PretendDatabase.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.api.ConfigMapSelector;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.RevisionsSpec;
import dev.athanor.cli.Athanor;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl athanor} on an API server with an operator. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class KubectlTest {
  private final OperatorScene scene = new OperatorScene();
  @TempDir private Path folder;
  private Path kubeConfig;

  record Run(int exitCode, String out, String err) {
    JsonNode json() throws Exception {
      return new ObjectMapper().readTree(out);
    }
  }

  @BeforeEach
  void writeKubeConfig() throws Exception {
    kubeConfig = folder.resolve("config");
    Files.writeString(kubeConfig, kubeConfig(scene.cluster.url()));
  }

  static String kubeConfig(String url) {
    return """
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: here, user: me, namespace: default}}]
        clusters: [{name: here, cluster: {server: "%s"}}]
        users: [{name: me, user: {}}]
        """
        .formatted(url);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Run athanor(String... words) {
    return athanor(new StringWriter(), words);
  }

  private Run athanor(StringWriter err, String... words) {
    var args = new ArrayList<>(List.of("kubectl"));
    args.addAll(List.of(words));
    args.addAll(List.of("--kubeconfig", kubeConfig.toString()));
    var out = new StringWriter();
    var code = Athanor.run(new PrintWriter(out), new PrintWriter(err), args.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  @Test
  void status_tells_them_all_in_a_line_each() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it);
    scene.untilCurrent("b2");

    var run = athanor("status", "-A");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.split(" {2,}", -1)))
        .containsExactly(
            new String[] {
              "NAMESPACE", "NAME", "STATUS", "REASON", "CURRENT", "TARGET", "PENDING", "PROGRESS"
            },
            new String[] {"default", "orders", "Ready", "UpToDate", "b2", "b2", "0", "2/2"});
  }

  @Test
  void status_of_one_that_failed_names_file_line_and_statement() {
    scene.revisions("orders-revisions", "a1");
    var error =
        new ErrorDetail(
            "SqlFailed", "relation exists", "a1.sql", 6, "a1", "CREATE TABLE x", "42P07");
    scene.database.next(failure(13, error));
    scene.create(it -> it);
    scene.until("SqlFailed");

    assertThat(athanor("status", "orders").out())
        .contains("Stalled, SqlFailed", "a1.sql:6", "SQLSTATE 42P07", "CREATE TABLE x");
  }

  @Test
  void a_name_that_is_not_there_is_said_with_its_namespace() {
    var run = athanor("status", "nobody", "-n", "shop");

    assertThat(run.exitCode()).isEqualTo(16);
    assertThat(run.err()).contains("ResourceNotFound", "'nobody'", "'shop'");
  }

  @Test
  void a_cluster_that_does_not_answer_is_said() throws Exception {
    Files.writeString(kubeConfig, kubeConfig("http://localhost:1/"));

    var run = athanor("status");

    assertThat(run.exitCode()).isEqualTo(25);
    assertThat(run.err()).contains("ClusterUnreachable");
  }

  @Test
  void history_lists_operations_the_newest_first() throws Exception {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.revisions("orders-revisions", "a1", "b2");
    scene.untilCurrent("b2");

    assertThat(athanor("history", "orders").out().lines().skip(1))
        .satisfiesExactly(
            first -> assertThat(first).containsPattern("upgrade +head +a1 +b2 +1 +Succeeded"),
            second -> assertThat(second).containsPattern("upgrade +head +base +a1 +1 +Succeeded"));
    assertThat(athanor("history", "orders", "-o", "json").json().path("operations")).hasSize(2);
  }

  @Test
  void retry_tries_again_what_failed_and_nothing_else() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(13, new ErrorDetail("SqlFailed", "no")));
    scene.create(it -> it);
    scene.until("SqlFailed");

    assertThat(athanor("retry", "orders").exitCode()).isZero();

    scene.untilCurrent("a1");
    var again = athanor("retry", "orders");
    assertThat(again.exitCode()).isEqualTo(16);
    assertThat(again.err()).contains("NotApplicable", "Ready");
  }

  @Test
  void a_suspended_resource_goes_on_when_it_is_resumed() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    assertThat(athanor("suspend", "orders").out()).isEqualTo("orders: suspended\n");
    scene.revisions("orders-revisions", "a1", "b2");
    scene.until("Suspended");

    assertThat(athanor("resume", "orders").exitCode()).isZero();

    scene.untilCurrent("b2");
  }

  @Test
  void wait_ends_when_it_is_ready_and_shows_what_went_on() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");
    var result = scene.database.run(scene.jobs().getFirst());
    var shown = new StringWriter();
    var waiting =
        CompletableFuture.supplyAsync(
            () -> athanor(shown, "wait", "orders", "--timeout", "20s"),
            Executors.newVirtualThreadPerTaskExecutor());
    await().until(() -> shown.toString().contains("runs"));

    scene.kubelet.finish(job, result);

    assertThat(waiting.join().exitCode()).isZero();
    assertThat(waiting.join().out()).contains("orders: Ready");
  }

  @Test
  void wait_ends_when_it_is_stalled() {
    scene.revisions("orders-revisions");
    scene.create(it -> it);

    var run = athanor("wait", "orders", "--timeout", "20s");

    assertThat(run.exitCode()).isEqualTo(16);
    assertThat(run.err()).contains("ResourceStalled", "EmptyRevisionSet");
  }

  @Test
  void wait_gives_up_in_time_and_says_how_it_stands() {
    scene.create(it -> it);
    scene.until("ConfigMapNotFound");

    var run = athanor("wait", "orders", "--timeout", "1s");

    assertThat(run.exitCode()).isEqualTo(25);
    assertThat(run.err()).contains("NotReadyInTime", "default/orders-revisions");
  }

  @Test
  void logs_are_those_of_the_last_job() {
    scene.cluster.serveLogs((_, pod) -> "log of " + pod + "\n");
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    var job = scene.untilCurrent("a1").getStatus().job().name();

    assertThat(athanor("logs", "orders").out()).startsWith("log of " + job);
    var none = athanor("logs", "orders", "--job", "orders-0");
    assertThat(none.exitCode()).isEqualTo(16);
    assertThat(none.err()).contains(job);
  }

  @Test
  void graph_marks_where_the_database_is() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.target("a1"));
    scene.untilCurrent("a1");

    assertThat(athanor("graph", "orders").out().lines())
        .anySatisfy(line -> assertThat(line).contains("a1", "current"))
        .anySatisfy(line -> assertThat(line).contains("b2").doesNotContain("current"));
  }

  @Test
  void revisions_found_by_labels_are_drawn() {
    var labels = Map.of("set", "orders");
    scene
        .client
        .resource(
            new ConfigMapBuilder(OperatorScene.line("orders-1", "a1"))
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
    scene.create(it -> it.revisions(new RevisionsSpec(null, new ConfigMapSelector(labels), null)));
    scene.untilCurrent("a1");

    assertThat(athanor("graph", "orders").out()).contains("a1", "current");
  }

  @Test
  void a_plan_that_waits_is_shown_with_its_sql() throws Exception {
    var hash = planned();

    assertThat(athanor("plan", "orders").out()).contains("plan " + hash, "-- sql of b2");
    assertThat(athanor("status", "orders").out()).contains(hash);
    var json = athanor("plan", "orders", "-o", "json").json();
    assertThat(json.get("hash").asText()).isEqualTo(hash);
    assertThat(json.get("content").get("plan.sql").asText()).contains("-- sql of a1");
  }

  @Test
  void the_plan_that_was_read_is_approved_and_runs() {
    var hash = planned();

    assertThat(athanor("approve", "orders", "--hash", hash).out()).contains("approved plan");

    scene.untilCurrent("b2");
  }

  @Test
  void a_plan_made_anew_since_it_was_read_is_not_approved() {
    var read = planned();
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    await().until(() -> !planned(scene.until("AwaitingApproval")).equals(read));

    var run = athanor("approve", "orders", "--hash", read);

    assertThat(run.exitCode()).isEqualTo(16);
    assertThat(run.err()).contains("NotApplicable", "by now");
    scene.untilQuiet();
    assertThat(scene.database.rows()).isEmpty();
  }

  private String planned() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.manual());
    return planned(scene.until("AwaitingApproval"));
  }

  private static String planned(DatabaseMigration resource) {
    return resource.getStatus().plan().hash();
  }

  @Test
  void a_plan_that_is_not_there_is_neither_shown_nor_approved() {
    scene.create(it -> it);

    for (var command : List.of("plan", "approve")) {
      var run = athanor(command, "orders");
      assertThat(run.exitCode()).isEqualTo(16);
      assertThat(run.err()).contains("NotApplicable", "has no plan");
    }
  }
}
