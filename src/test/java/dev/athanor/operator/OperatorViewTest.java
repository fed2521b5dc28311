package dev.athanor.operator;

import static dev.athanor.operator.PretendDatabase.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ErrorDetail;
import dev.athanor.api.LockStatus;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person sees of it, and what Prometheus and the kubelet do. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorViewTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void the_columns_are_read_without_brackets() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it);

    var done = scene.untilCurrent("b2");

    assertThat(done.getStatus().at()).isEqualTo("b2");
    assertThat(done.getStatus().to()).isEqualTo("b2");
    assertThat(scene.client.getKubernetesSerialization().asJson(done.getStatus()))
        .contains("\"at\":\"b2\"", "\"to\":\"b2\"");
  }

  @Test
  void a_long_job_shows_how_far_it_is_and_how_much_is_left() {
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    scene.cluster.serveLogs((_, _) -> "1/3 upgrade a1: 2 statements, 3 ms\n2/3 upgrade b2\n");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();

    await().until(() -> "1/3".equals(scene.now().getStatus().job().progress()));
    assertThat(scene.now().getStatus().pending()).isEqualTo(2);
    assertThat(OperatorScene.message(scene.now())).contains("1/3 done");
    scene.untilQuiet();

    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    var done = scene.untilCurrent("c3");
    assertThat(done.getStatus().job().progress()).isEqualTo("3/3");
    assertThat(done.getStatus().pending()).isZero();
  }

  @Test
  void a_job_that_waits_for_the_lock_says_who_has_it_and_since_when() {
    scene.revisions("orders-revisions", "a1");
    var log = new AtomicReference<>(waiting(11));
    scene.cluster.serveLogs((_, _) -> log.get());
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();

    var waiting = scene.until("WaitingForLock");

    assertThat(waiting.getStatus().job().lock())
        .isEqualTo(new LockStatus("2026-11-23T12:00:00Z", "process 42, psql"));
    assertThat(OperatorScene.message(waiting))
        .contains("since 2026-11-23T12:00:00Z", "process 42, psql");
    assertThat(KStatus.verdict(waiting)).isEqualTo(KStatus.Verdict.IN_PROGRESS);

    log.set(waiting(11) + "upgrade to head: 1 step\n1/1 upgrade a1\n");

    assertThat(scene.until("JobRunning").getStatus().job().lock()).isNull();
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    scene.untilCurrent("a1");
  }

  @Test
  void a_wait_for_the_lock_is_written_once_however_long_it_lasts() {
    scene.revisions("orders-revisions", "a1");
    var reads = new AtomicInteger();
    scene.cluster.serveLogs((_, _) -> waiting(10 * reads.incrementAndGet()));
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("WaitingForLock");
    var written = scene.cluster.writesBy("operator").size();

    var before = reads.get();
    await().until(() -> reads.get() >= before + 3);

    assertThat(scene.cluster.writesBy("operator")).hasSize(written);
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    scene.untilCurrent("a1");
  }

  private static String waiting(int seconds) {
    return "waiting for the lock for %d.0 s, since 2026-11-23T12:00:00Z, held by process 42, psql\n"
        .formatted(seconds);
  }

  @Test
  void a_log_that_cannot_be_read_costs_the_number_only() {
    scene.revisions("orders-revisions", "a1");
    scene.cluster.serveLogs((_, _) -> "0/1 upgrade a1\n");
    scene.cluster.failNext(50, "get", "pods/log", 500);
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    await().until(() -> scene.cluster.faultsLeft() < 49);

    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));

    scene.untilCurrent("a1");
  }

  @Test
  void the_newest_jobs_are_kept_and_the_older_ones_go() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    for (var id : List.of("b2", "c3", "d4", "e5")) {
      scene.annotate(id);
      await().until(() -> id.equals(scene.now().getStatus().lastHandledReconcileAt()));
      scene.untilCurrent("a1");
    }

    await().until(() -> scene.jobs().size() == 3);
    assertThat(scene.jobs())
        .extracting(it -> it.getMetadata().getName())
        .contains(scene.now().getStatus().job().name());
  }

  @Test
  void a_retry_is_asked_for_by_the_job_that_failed() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(13, new ErrorDetail("SqlFailed", "no")));
    scene.create(it -> it);
    var failed = scene.until("SqlFailed").getStatus().job().name();
    scene.annotate(Names.RETRY, "another");
    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(1);

    scene.annotate(Names.RETRY, failed);

    scene.untilCurrent("a1");
    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void a_retry_is_spent_when_it_fails_again() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(13, new ErrorDetail("SqlFailed", "no")));
    scene.database.next(failure(13, new ErrorDetail("SqlFailed", "still no")));
    scene.create(it -> it);
    scene.annotate(Names.RETRY, scene.until("SqlFailed").getStatus().job().name());

    await().until(() -> OperatorScene.message(scene.now()).contains("still no"));

    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void a_retry_need_not_wait_for_the_next_attempt() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(20, new ErrorDetail("DatabaseUnreachable", "no route")));
    scene.create(it -> it.backoff("1h", "1h", 3));
    var waiting = scene.until("DatabaseUnreachable");
    assertThat(waiting.getStatus().retry().nextAttemptAt()).isNotBlank();

    scene.annotate(Names.RETRY, waiting.getStatus().job().name());

    assertThat(scene.untilCurrent("a1").getStatus().retry()).isNull();
  }

  @Test
  void a_retry_forgets_the_crashes_before_it() {
    scene.revisions("orders-revisions", "a1");
    for (var i = 0; i < 3; i++) {
      scene.database.next(Result.exit(137));
    }
    scene.create(it -> it);
    var exhausted = scene.until("RetriesExhausted");
    assertThat(OperatorScene.message(exhausted)).contains("kubectl athanor retry orders");

    scene.annotate(Names.RETRY, exhausted.getStatus().job().name());

    // one more crash is one, not the third: so it is tried again by itself
    scene.untilCurrent("a1");
  }

  @Test
  void a_success_is_measured_and_told_of_by_resource() throws Exception {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(20, new ErrorDetail("DatabaseUnreachable", "no route")));
    scene.database.next(failure(20, new ErrorDetail("RabbitsInTheCellar", "munch")));
    scene.create(it -> it);
    scene.untilCurrent("a1");

    assertThat(get("/metrics"))
        .contains(
            "athanor_ready{name=\"orders\",namespace=\"default\"} 1.0",
            "athanor_pending_revisions{name=\"orders\",namespace=\"default\"} 0.0",
            "athanor_last_success_timestamp_seconds{name=\"orders\",namespace=\"default\"}",
            "athanor_failures_total{reason=\"DatabaseUnreachable\"} 1.0",
            "athanor_failures_total{reason=\"Other\"} 1.0",
            "athanor_step_duration_seconds_bucket{operation=\"upgrade\",le=\"1.0\"}",
            "athanor_lock_wait_seconds_count{operation=\"upgrade\"}",
            "athanor_job_start_latency_seconds_count{operation=\"upgrade\"}",
            "athanor_leader 1.0",
            "operator_sdk_");
  }

  @Test
  void a_plan_that_waits_is_measured_and_is_no_operation() throws Exception {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.manual());

    var waiting = scene.until("AwaitingApproval");

    var series = "athanor_awaiting_approval{name=\"orders\",namespace=\"default\"} ";
    await().untilAsserted(() -> assertThat(get("/metrics")).contains(series + "1.0"));
    assertThat(get("/metrics")).doesNotContain("athanor_job_start_latency_seconds");
    scene.approve(waiting.getStatus().plan().hash());
    scene.untilCurrent("a1");
    await().untilAsserted(() -> assertThat(get("/metrics")).contains(series + "0.0"));
  }

  @Test
  void what_is_measured_of_a_resource_goes_with_it() throws Exception {
    scene.revisions("orders-revisions", "a1");
    var resource = scene.create(it -> it);
    scene.untilCurrent("a1");
    assertThat(get("/metrics")).contains("name=\"orders\"");

    scene.client.resource(resource).delete();

    await().until(() -> scene.now() == null);
    await().untilAsserted(() -> assertThat(get("/metrics")).doesNotContain("name=\"orders\""));
  }

  @Test
  void its_probes_say_what_it_is() throws Exception {
    assertThat(get("/startupz")).isEqualTo("started\n");
    await().untilAsserted(() -> assertThat(get("/readyz")).isEqualTo("leader\n"));
    assertThat(get("/healthz")).isEqualTo("alive\n");
  }

  private String get(String path) throws Exception {
    var uri = URI.create("http://localhost:" + scene.operator().healthPort().getAsInt() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
