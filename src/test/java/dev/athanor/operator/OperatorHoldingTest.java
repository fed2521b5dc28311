package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.testing.kube.ScriptedKubelet.Result;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A deletion waits while there is something to wait for, and for no operator otherwise. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorHoldingTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void what_is_done_goes_when_there_is_no_operator_any_more() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();
    scene.stopOperator();

    scene.client.resource(scene.now()).delete();

    assertThat(scene.now()).isNull();
  }

  /** Where the operator has Roles, these may go before the resources of their namespace do. */
  @Test
  void what_is_done_goes_when_the_operator_has_no_rights_any_more() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();
    scene.cluster.failNext(10_000, "patch", "databasemigrations", 403);

    scene.client.resource(scene.now()).delete();

    assertThat(scene.now()).isNull();
  }

  @Test
  void what_waits_for_a_person_is_not_held() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.manual());
    scene.until("AwaitingApproval");
    scene.untilQuiet();

    assertThat(scene.now().getFinalizers()).isEmpty();
  }

  @Test
  void a_resource_is_held_before_there_is_a_job_and_as_long_as_it_runs() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    var job = scene.untilRunning();
    assertThat(scene.now().getFinalizers()).containsExactly(Names.FINALIZER);
    scene.until("JobRunning");
    scene.untilQuiet();
    assertThat(scene.now().getFinalizers()).containsExactly(Names.FINALIZER);

    scene.kubelet.finish(job, scene.database.run(scene.jobs().getFirst()));
    scene.untilCurrent("a1");
    scene.untilQuiet();

    assertThat(scene.now().getFinalizers()).isEmpty();
  }

  @Test
  void a_finalizer_that_somebody_takes_while_a_job_runs_comes_back() {
    scene.revisions("orders-revisions", "a1");
    scene.database.next(Result.running());
    scene.create(it -> it);
    scene.untilRunning();
    scene.until("JobRunning");

    scene.forceAway();

    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now().hasFinalizer(Names.FINALIZER));
  }

  @Test
  void a_resource_that_is_to_be_taken_back_is_held_all_the_time() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();

    scene.edit(it -> it.takeBackWhenDeleted());
    scene.untilCurrent("a1");
    scene.untilQuiet();
    assertThat(scene.now().getFinalizers()).containsExactly(Names.FINALIZER);

    scene.edit(it -> it);
    scene.untilCurrent("a1");
    scene.untilQuiet();
    assertThat(scene.now().getFinalizers()).isEmpty();
  }

  @Test
  void a_job_that_the_server_does_not_take_costs_one_write_of_the_finalizer() {
    scene.revisions("orders-revisions", "a1");
    scene.cluster.failNext(10_000, "create", "jobs", 403);
    scene.create(it -> it);
    scene.until("JobCreationFailed");
    scene.untilQuiet();

    assertThat(scene.now().getFinalizers()).containsExactly(Names.FINALIZER);
    assertThat(scene.cluster.writes("patch", "databasemigrations"))
        .as("the finalizer and the status")
        .hasSizeLessThanOrEqualTo(3);
  }
}
