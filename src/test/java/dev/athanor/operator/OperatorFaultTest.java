package dev.athanor.operator;

import static dev.athanor.operator.PretendDatabase.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ErrorDetail;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A life full of faults: no step twice, no two Jobs at once, no result lost, never stuck. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorFaultTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  /** From the finalizer until it is taken off again there are nine writes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void killed_after_any_write_it_goes_on_where_it_was(int writes) {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.cluster.cut("operator", writes, true);
    scene.create(it -> it);
    untilCutOrDone();

    scene.killOperator();
    scene.startAgain();

    runsOnceTo("b2", 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void killed_before_the_answer_to_any_write_it_goes_on_where_it_was(int writes) {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.cluster.cut("operator", writes, false);
    scene.create(it -> it);
    untilCutOrDone();

    scene.killOperator();
    scene.startAgain();

    runsOnceTo("b2", 2);
  }

  private void untilCutOrDone() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> scene.cluster.isCut("operator") || "b2".equals(at()));
  }

  private String at() {
    var status = scene.now().getStatus();
    return status == null ? "" : status.at();
  }

  private void runsOnceTo(String row, int steps) {
    scene.untilCurrent(row);
    scene.untilQuiet();
    assertThat(scene.database.stepsRun()).isEqualTo(steps);
    assertThat(scene.kubelet.started()).hasSize(1);
    assertThat(scene.jobs())
        .singleElement()
        .satisfies(job -> assertThat(Ours.released(job)).isTrue());
    assertThat(scene.now().getStatus().history()).hasSize(1);
    assertThat(scene.now().getFinalizers()).isEmpty();
  }

  @Test
  void a_conflict_on_the_first_try_of_every_write_is_overcome() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.cluster.failFirstOfEach(409);
    scene.create(it -> it);

    runsOnceTo("b2", 2);
  }

  @Test
  void an_api_server_that_is_gone_while_the_job_ends_loses_nothing() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");
    scene.cluster.cut("operator", 0, true);
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    await().until(() -> JobReader.finished(scene.jobs().getFirst()));

    scene.cluster.mend("operator");

    runsOnceTo("a1", 1);
  }

  @Test
  void a_job_that_ends_while_the_watches_are_cut_is_read() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");
    var result = scene.database.run(scene.jobs().getFirst());

    scene.cluster.dropWatches();
    scene.kubelet.finish(job, result);
    scene.cluster.dropWatches();

    runsOnceTo("a1", 1);
  }

  @Test
  void a_job_that_somebody_deletes_is_made_again_when_its_pod_is_gone() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    scene.untilRunning();
    scene.until("JobRunning");

    // the pod stays behind and runs on
    scene
        .client
        .batch()
        .v1()
        .jobs()
        .inNamespace("default")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    await().until(() -> scene.jobs().isEmpty());
    scene.untilQuiet();
    assertThat(scene.jobs()).as("no second one beside the pod that runs").isEmpty();

    scene.client.pods().inNamespace("default").delete();

    scene.untilCurrent("a1");
    assertThat(scene.database.stepsRun()).isEqualTo(1);
  }

  @Test
  void a_pod_that_somebody_deletes_is_another_attempt() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    scene.untilRunning();
    scene.until("JobRunning");

    scene.client.pods().inNamespace("default").delete();

    scene.untilCurrent("a1");
    assertThat(scene.database.stepsRun()).isEqualTo(1);
  }

  @Test
  void a_drained_node_costs_a_pod_and_no_attempt() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.disrupted());
    scene.create(it -> it);

    var done = scene.untilCurrent("a1");

    assertThat(done.getStatus().job().attempt()).isEqualTo(1);
    assertThat(scene.jobs()).hasSize(1);
    assertThat(scene.kubelet.started()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "ImagePullBackOff,Back-off pulling image",
    "CreateContainerConfigError,secret \"orders-db-app\" not found"
  })
  void what_keeps_a_pod_from_starting_is_said_and_passes(String reason, String message) {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.waiting(reason, message));
    scene.create(it -> it);
    assertThat(OperatorScene.message(scene.until(reason))).contains(message);
    var job = scene.kubelet.unfinished().getFirst();

    // the image is pushed, the Secret made: the kubelet goes on by itself
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));

    runsOnceTo("a1", 1);
  }

  @Test
  void a_secret_that_the_pod_cannot_mount_yet_is_named_and_waited_for() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(
        Result.unmounted(
            "MountVolume.SetUp failed for volume \"database\" : secret \"orders-db-app\" not found"));
    scene.create(it -> it);
    assertThat(OperatorScene.message(scene.until("FailedMount")))
        .contains("secret \"orders-db-app\" not found");

    scene.kubelet.finish(
        scene.kubelet.unfinished().getFirst(), scene.database.run(scene.jobs().getFirst()));

    runsOnceTo("a1", 1);
  }

  @Test
  void a_quota_that_refuses_the_pod_is_said_and_costs_no_attempt() {
    scene.revisions("orders-revisions", "a1");
    scene.cluster.failNext(10_000, "create", "pods", 403);
    scene.create(it -> it);
    assertThat(KStatus.verdict(scene.until("FailedCreate"))).isEqualTo(KStatus.Verdict.IN_PROGRESS);

    scene.cluster.forgiveFaults();

    runsOnceTo("a1", 1);
    assertThat(scene.now().getStatus().job().attempt()).isEqualTo(1);
  }

  @Test
  void a_set_that_changes_before_the_pod_reads_it_is_not_run_in_part() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();

    scene.revisions("orders-revisions", "a1", "b2");
    var refused = scene.database.run(scene.jobs().getFirst());
    assertThat(scene.database.stepsRun()).as("what was mounted is not what was asked").isZero();
    scene.kubelet.finish(job, refused);

    scene.untilCurrent("b2");
    scene.untilQuiet();
    assertThat(scene.database.stepsRun()).isEqualTo(2);
    assertThat(scene.kubelet.started()).hasSize(2);
  }

  @Test
  void an_approved_plan_whose_set_changes_before_the_pod_reads_it_is_approved_anew() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.manual());
    var plan = scene.until("AwaitingApproval").getStatus().plan();
    scene.database.next(Result.running());
    scene.approve(plan.hash());
    var job = scene.untilRunning();

    scene.revisions("orders-revisions", "a1", "b2");
    scene.kubelet.finish(job, scene.database.run(running(job)));

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> scene.until("AwaitingApproval").getStatus().plan().steps() == 2);
    scene.untilQuiet();
    assertThat(scene.database.stepsRun()).isZero();
  }

  private Job running(String name) {
    return scene.client.batch().v1().jobs().inNamespace("default").withName(name).get();
  }

  @Test
  void a_namespace_that_is_being_deleted_is_said_and_gets_no_job() {
    scene.create(it -> it);
    scene.until("ConfigMapNotFound");
    scene.revisions("orders-revisions", "a1");
    scene.untilCurrent("a1");
    scene.deleteNamespace();
    scene.growRevisions("orders-revisions", "a1", "b2");

    var waiting = scene.until("NamespaceTerminating");

    assertThat(KStatus.verdict(waiting)).isEqualTo(KStatus.Verdict.IN_PROGRESS);
    assertThat(scene.jobs()).hasSize(1);
    scene.client.resource(waiting).delete();
    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
  }

  @Test
  void a_namespace_that_is_being_deleted_does_not_wait_for_a_way_back() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.takeBackWhenDeleted());
    scene.untilCurrent("a1");
    scene.deleteNamespace();

    scene.client.resource(scene.now()).delete();

    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
    assertThat(scene.database.rows()).containsExactly("a1");
  }

  @Test
  void a_status_that_is_wiped_while_a_job_runs_is_written_again() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");

    scene.wipeStatus();
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));

    runsOnceTo("a1", 1);
  }

  @Test
  void a_status_that_is_wiped_when_all_is_done_costs_a_look() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();

    scene.wipeStatus();
    scene.restartOperator();

    scene.untilCurrent("a1");
    scene.untilQuiet();
    assertThat(scene.database.stepsRun()).isEqualTo(1);
  }

  @Test
  void a_clock_that_is_put_forward_makes_the_next_attempt_come_early() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(20, new ErrorDetail("DatabaseUnreachable", "no route")));
    scene.create(it -> it.backoff("1h", "1h", 3));
    scene.until("DatabaseUnreachable");

    scene.clock.jump(Duration.ofHours(2));
    scene.restartOperator();

    scene.untilCurrent("a1");
  }

  @Test
  void a_clock_that_is_put_back_does_not_put_the_next_attempt_off() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(20, new ErrorDetail("DatabaseUnreachable", "no route")));
    scene.create(it -> it.backoff("1h", "1h", 3));
    scene.until("DatabaseUnreachable");

    scene.clock.jump(Duration.ofHours(-3));
    scene.restartOperator();

    scene.untilCurrent("a1");
    assertThat(Instant.now()).isAfter(scene.clock.instant());
  }

  @Test
  void nothing_is_told_twice() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(failure(20, new ErrorDetail("DatabaseUnreachable", "no route")));
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.restartOperator();
    scene.untilQuiet();

    assertThat(scene.client.events().v1().events().inNamespace("default").list().getItems())
        .extracting(it -> it.getReason())
        .containsExactlyInAnyOrder("JobCreated", "DatabaseUnreachable", "JobCreated", "Succeeded");
  }
}
