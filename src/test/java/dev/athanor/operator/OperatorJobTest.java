package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a Job that is at work, or never gets to it. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorJobTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
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
  void a_job_has_no_owner_before_it_is_done() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");
    assertThat(scene.jobs().getFirst().getMetadata().getOwnerReferences()).isEmpty();

    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));

    var done = scene.untilCurrent("a1");
    scene.untilQuiet();
    assertThat(scene.jobs().getFirst().getMetadata().getOwnerReferences())
        .containsExactly(Ours.owner(done));
    assertThat(scene.jobs().getFirst().getSpec().getTtlSecondsAfterFinished()).isNotNull();
  }

  @Test
  void a_deletion_in_the_foreground_takes_what_is_done_and_spares_what_runs() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();
    scene.database.next(Result.running());
    scene.revisions("orders-revisions", "a1", "b2");
    var job = scene.untilRunning();
    scene.until("JobRunning");

    scene
        .client
        .resource(scene.now())
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();

    await()
        .untilAsserted(
            () ->
                assertThat(scene.jobs())
                    .singleElement()
                    .satisfies(it -> assertThat(it.getMetadata().getName()).isEqualTo(job)));
    scene.until("DeletionWaits");
    assertThat(scene.jobs().getFirst().isMarkedForDeletion()).isFalse();
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    await().until(() -> scene.now() == null);
    await().until(() -> scene.jobs().isEmpty());
  }

  @Test
  void a_job_that_no_watch_tells_of_holds_the_deletion_too() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");
    scene.stopOperator();
    scene.managed(job, "somebody");
    scene.client.resource(scene.now()).delete();

    scene.startAgain();

    scene.until("DeletionWaits");
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    scene.managed(job, Names.MANAGER);
    await().until(() -> scene.now() == null);
    await().until(() -> scene.jobs().isEmpty());
  }

  @Test
  void a_job_made_just_before_the_deletion_holds_it() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.suspended());
    scene.until("Suspended");
    scene.stopOperator();
    scene.database.next(Result.running());
    scene.hold();
    scene.client.resource(OperatorScene.firstJob(scene.edit(it -> it), "a1")).create();
    var job = scene.untilRunning();
    scene.client.resource(scene.now()).delete();

    scene.startAgain();

    scene.until("DeletionWaits");
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    await().until(() -> scene.now() == null);
    await().until(() -> scene.jobs().isEmpty());
  }

  @Test
  void a_job_whose_result_nobody_read_goes_with_its_resource() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.stopOperator();
    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    await().until(() -> JobReader.finished(scene.jobs().getFirst()));
    scene.client.resource(scene.now()).delete();

    scene.startAgain();

    await().until(() -> scene.now() == null);
    assertThat(scene.jobs()).isEmpty();
  }

  @Test
  void a_job_whose_resource_was_forced_away_is_not_taken_for_its_successors() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    scene.until("JobRunning");
    scene.stopOperator();
    scene.client.resource(scene.now()).delete();
    scene.forceAway();
    scene.create(it -> it);

    scene.startAgain();

    scene.untilCurrent("a1");
    scene.untilQuiet();
    assertThat(scene.kubelet.unfinished()).containsExactly(job);
    assertThat(scene.jobs()).hasSize(2);
  }
}
