package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.JobPhase;
import dev.athanor.api.OperationName;
import dev.athanor.api.OperationResult;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a database is brought, and when it is left alone. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorTargetTest {
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
    // the Job is released after the status was written
    scene.untilQuiet();
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
  void suspended_means_no_new_job() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.suspended());
    scene.until("Suspended");
    assertThat(scene.jobs()).isEmpty();

    scene.edit(it -> it);

    scene.untilCurrent("a1");
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
}
