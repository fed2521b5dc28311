package dev.athanor.operator;

import static dev.athanor.operator.PretendDatabase.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ErrorDetail;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong, is said, and passes or does not. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorFailureTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_missing_config_map_is_waited_for() {
    scene.create(it -> it);
    var waiting = scene.until("ConfigMapNotFound");
    assertThat(KStatus.verdict(waiting)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
    assertThat(OperatorScene.message(waiting)).contains("default/orders-revisions");

    scene.revisions("orders-revisions", "a1");

    scene.untilCurrent("a1");
  }

  @Test
  void an_empty_config_map_stalls() {
    scene.revisions("orders-revisions");
    scene.create(it -> it);

    scene.until("EmptyRevisionSet");

    scene.revisions("orders-revisions", "a1");
    scene.untilCurrent("a1");
  }

  @Test
  void a_permanent_error_stalls_until_somebody_asks_for_another_look() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(
        failure(
            13,
            new ErrorDetail("SqlFailed", "relation exists", "a1.sql", 6, "a1", "CREATE", "42P07")));
    scene.create(it -> it);
    var stalled = scene.until("SqlFailed");
    assertThat(KStatus.verdict(stalled)).isEqualTo(KStatus.Verdict.FAILED);
    assertThat(OperatorScene.message(stalled)).contains("relation exists", "a1.sql", "42P07");
    assertThat(stalled.getStatus().lastOperation().error().statement()).isEqualTo("CREATE");
    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(1);

    scene.annotate("2026-11-23T12:00:00Z");

    var done = scene.untilCurrent("a1");
    assertThat(done.getStatus().lastHandledReconcileAt()).isEqualTo("2026-11-23T12:00:00Z");
    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void a_permanent_error_ends_with_another_set() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(13, new ErrorDetail("SqlFailed", "no")));
    scene.create(it -> it);
    scene.until("SqlFailed");

    scene.revisions("orders-revisions", "a1", "b2");

    scene.untilCurrent("b2");
  }

  @Test
  void what_can_pass_is_tried_again_and_again() {
    scene.revisions("orders-revisions", "a1");
    for (var i = 0; i < 3; i++) {
      scene.database.next(failure(20, new ErrorDetail("DatabaseUnreachable", "no route")));
    }
    scene.create(it -> it);

    var failing = scene.until("DatabaseUnreachable");
    assertThat(KStatus.verdict(failing)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
    assertThat(OperatorScene.message(failing)).contains("no route", "attempt", "since");

    var done = scene.untilCurrent("a1");
    assertThat(done.getStatus().retry()).isNull();
    assertThat(done.getStatus().job().attempt()).isEqualTo(4);
    assertThat(done.getStatus().history()).hasSize(2);
    assertThat(done.getStatus().history().getLast().attempts()).isEqualTo(3);
  }

  @Test
  void crashes_end_in_stalled() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.exit(137));
    scene.database.next(Result.exit(1));
    scene.create(it -> it);

    var stalled = scene.until("RetriesExhausted");

    assertThat(KStatus.verdict(stalled)).isEqualTo(KStatus.Verdict.FAILED);
    scene.untilQuiet();
    assertThat(scene.jobs()).hasSize(2);
    scene.annotate("again");
    scene.untilCurrent("a1");
  }

  @Test
  void a_source_that_changed_under_the_pod_is_tried_again_at_once() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(23, new ErrorDetail("SourceChanged", "another set is mounted")));
    scene.create(it -> it.backoff("1h", "1h", 2));

    scene.untilCurrent("a1");
  }

  @Test
  void a_quota_that_refuses_the_job_is_said_and_waited_for() {
    scene.revisions("orders-revisions", "a1");
    scene.cluster.failNext(10_000, "create", "jobs", 403);
    scene.create(it -> it);

    var waiting = scene.until("JobCreationFailed");

    assertThat(KStatus.verdict(waiting)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
  }

  @Test
  void faults_of_the_api_server_are_ridden_out() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.cluster.failNext(2, "patch", "databasemigrations/status", 500);
    scene.cluster.failNext(1, "patch", "jobs", 500);
    scene.cluster.failNext(1, "create", "events", 500);
    scene.create(it -> it);

    scene.untilCurrent("b2");
    await().until(() -> scene.jobs().getFirst().getSpec().getTtlSecondsAfterFinished() != null);
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void a_change_is_seen_within_a_second() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();
    scene.cluster.dropWatches();
    scene.untilQuiet();

    var before = Instant.now();
    scene.revisions("orders-revisions", "a1", "b2");
    await().pollInterval(Duration.ofMillis(10)).until(() -> scene.jobs().size() == 2);

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void a_job_in_the_way_that_is_not_ours_is_named_and_left_alone() {
    scene.revisions("orders-revisions", "a1");
    scene.stopOperator();
    var foreign = OperatorScene.firstJob(scene.create(it -> it), "a1");
    foreign.getMetadata().getLabels().put(Names.UID, "another");
    scene.database.next(Result.running());
    scene.client.resource(foreign).create();

    scene.startAgain();

    var stalled = scene.until("JobRejected");
    assertThat(OperatorScene.message(stalled)).contains(foreign.getMetadata().getName());
    assertThat(scene.jobs()).hasSize(1);
  }
}
