package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ErrorDetail;
import dev.athanor.api.JobPhase;
import dev.athanor.api.OperationName;
import dev.athanor.api.OperationResult;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_new_resource_is_brought_to_its_target() {
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    scene.create(it -> it);

    var done = scene.untilCurrent("c3");

    assertThat(scene.database.rows()).containsExactly("c3");
    assertThat(done.getStatus().pending()).isZero();
    assertThat(done.getStatus().target().revisions()).containsExactly("c3");
    assertThat(done.getStatus().source().revisions()).isEqualTo(3);
    assertThat(done.getStatus().job().phase()).isEqualTo(JobPhase.SUCCEEDED);
    assertThat(done.getStatus().database().product()).isEqualTo("PostgreSQL");
    assertThat(done.getStatus().history()).hasSize(1);
    assertThat(scene.jobs())
        .singleElement()
        .satisfies(job -> assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(3600));
  }

  @Test
  void in_the_steady_state_nothing_is_written() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();
    scene.cluster.forgetWrites();

    scene.restartOperator();
    scene.client.resource(OperatorScene.line("unrelated", "z9")).create();
    scene.untilQuiet();

    assertThat(scene.cluster.writesBy("operator")).isEmpty();
  }

  @Test
  void an_upgrade_follows_its_target() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");

    scene.revisions("orders-revisions", "a1", "b2");

    scene.untilCurrent("b2");
  }

  @Test
  void a_change_of_the_set_that_moves_nothing_makes_no_job() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.target("a1"));
    scene.untilCurrent("a1");

    scene.revisions("orders-revisions", "a1", "b2", "c3");
    await().until(() -> scene.now().getStatus().source().revisions() == 3);

    scene.untilCurrent("a1");
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void a_downgrade_by_one_is_one_step_however_often_it_is_looked_at() {
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    scene.create(it -> it);
    scene.untilCurrent("c3");

    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1"));
    scene.untilCurrent("b2");
    scene.revisions("orders-revisions", "a1", "b2", "c3", "d4");
    scene.restartOperator();
    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1").suspended());
    scene.until("Downgraded");
    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1"));
    scene.until("Downgraded");
    scene.untilQuiet();

    assertThat(scene.database.rows()).containsExactly("b2");
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void the_same_downgrade_asked_for_again_is_another_one() {
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    scene.create(it -> it);
    scene.untilCurrent("c3");
    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1"));
    scene.untilCurrent("b2");

    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1").lockTimeout("1m"));

    scene.untilCurrent("a1");
  }

  @Test
  void a_stamp_takes_several_targets() {
    scene.client.resource(OperatorScene.line("orders-revisions", "a1", "b2")).create();
    scene.client.resource(OperatorScene.line("more", "x1", "y2")).create();
    scene.create(
        it -> it.configMaps("orders-revisions", "more").operation(OperationName.STAMP, "b2 y2"));

    var done = scene.until("Stamped");

    assertThat(done.getStatus().current()).containsExactlyInAnyOrder("b2", "y2");
  }

  @Test
  void a_target_behind_the_database_stalls_at_once_and_makes_no_job() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it);
    scene.untilCurrent("b2");

    scene.revisions("orders-revisions", "a1");

    var stalled = scene.until("DowngradeForbidden");
    assertThat(KStatus.verdict(stalled)).isEqualTo(KStatus.Verdict.FAILED);
    assertThat(OperatorScene.message(stalled)).contains("b2", "a1", "downgradePolicy: Allow");
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void what_is_allowed_to_go_down_goes_down() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.allowDowngrade());
    scene.untilCurrent("b2");
    scene.database.next(
        Result.exit(
            0,
            OperationResult.builder("upgrade")
                .target("a1", List.of("a1"))
                .current(List.of("a1"))
                .build()
                .toTerminationMessage()));

    scene.edit(it -> it.allowDowngrade().target("a1"));

    scene.untilCurrent("a1");
    assertThat(scene.jobs().getLast().getSpec().getTemplate().getSpec().getContainers())
        .first()
        .satisfies(it -> assertThat(it.getArgs()).contains("--downgrade-policy", "Allow"));
  }

  @Test
  void two_heads_stall_with_the_command_that_joins_them() {
    scene.revisions("orders-revisions", "a1");
    scene
        .client
        .configMaps()
        .inNamespace("default")
        .withName("orders-revisions")
        .edit(
            it -> {
              it.getData().put("b1.sql", OperatorScene.file("b1", "a1"));
              it.getData().put("b2.sql", OperatorScene.file("b2", "a1"));
              return it;
            });
    scene.create(it -> it);

    var stalled = scene.until("MultipleHeads");

    assertThat(KStatus.verdict(stalled)).isEqualTo(KStatus.Verdict.FAILED);
    assertThat(OperatorScene.message(stalled)).contains("b1", "b2", "merge");
    assertThat(scene.jobs()).isEmpty();
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
  void another_look_at_what_is_up_to_date_finds_out_where_the_database_is() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it);
    scene.untilCurrent("b2");
    scene.untilQuiet();
    scene.database.rows("a1");

    scene.annotate("now");

    await().until(() -> scene.database.rows().equals(List.of("b2")));
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
  void a_new_spec_waits_for_the_job_that_runs() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.database.next(Result.running());
    scene.create(it -> it.target("a1"));
    var job = scene.untilRunning();
    scene.until("JobRunning");

    scene.edit(it -> it.target("b2"));

    var waiting = scene.until("JobRunning");
    await().until(() -> OperatorScene.message(scene.now()).contains("generation 2"));
    assertThat(KStatus.verdict(waiting)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    scene.untilCurrent("b2");
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void a_deletion_waits_for_the_job_that_runs_and_takes_it_along() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");

    scene.client.resource(scene.now()).delete();

    scene.until("DeletionWaits");
    assertThat(scene.kubelet.unfinished()).containsExactly(job);
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    await().until(() -> scene.now() == null);
    await().until(() -> scene.jobs().isEmpty());
  }

  @Test
  void a_pod_that_cannot_start_says_why_and_does_not_hold_up_its_remedy() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(
        Result.waiting("CreateContainerConfigError", "secret \"orders-db-app\" not found"));
    scene.create(it -> it);

    var waiting = scene.until("CreateContainerConfigError");
    assertThat(OperatorScene.message(waiting)).contains("secret \"orders-db-app\" not found");
    scene.edit(it -> it.secret("orders-db"));

    scene.untilCurrent("a1");
  }

  @Test
  void a_pod_that_cannot_start_does_not_hold_up_a_deletion() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.waiting("ImagePullBackOff", "Back-off pulling image"));
    scene.create(it -> it);
    scene.until("ImagePullBackOff");

    scene.client.resource(scene.now()).delete();

    await().until(() -> scene.now() == null);
  }

  @Test
  void suspended_means_no_new_job() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.suspended());
    scene.until("Suspended");
    assertThat(scene.jobs()).isEmpty();

    scene.edit(it -> it);

    scene.untilCurrent("a1");
  }

  @Test
  void an_operator_that_was_away_reads_what_its_job_left() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.stopOperator();
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));

    scene.startAgain();

    scene.untilCurrent("a1");
    assertThat(scene.jobs()).hasSize(1);
  }

  @Test
  void a_job_that_is_gone_with_its_result_is_made_again() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    scene.untilRunning();
    scene.stopOperator();
    scene.client.batch().v1().jobs().inNamespace("default").delete();
    await().until(() -> scene.jobs().isEmpty());

    scene.startAgain();

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
  void with_another_database_nothing_is_known() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.database.rows();

    scene.edit(it -> it.secret("another-db"));

    await().until(() -> scene.database.rows().equals(List.of("a1")));
    scene.untilCurrent("a1");
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void a_quota_that_refuses_the_job_is_said_and_waited_for() {
    scene.revisions("orders-revisions", "a1");
    scene.cluster.failNext(1, "create", "jobs", 403);
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

  private static Result failure(int code, ErrorDetail error) {
    return Result.exit(
        code, OperationResult.builder("upgrade").error(error).build().toTerminationMessage());
  }
}
