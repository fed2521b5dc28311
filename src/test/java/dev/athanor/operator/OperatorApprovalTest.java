package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.OperationName;
import dev.athanor.api.PlanStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans that wait for a person. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorApprovalTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private PlanStatus waiting() {
    return scene.until("AwaitingApproval").getStatus().plan();
  }

  private ConfigMap shown(PlanStatus plan) {
    return scene
        .client
        .configMaps()
        .inNamespace(OperatorScene.NAMESPACE)
        .withName(plan.configMap())
        .get();
  }

  private Optional<Condition> approved() {
    return scene.now().getStatus().conditions().stream()
        .filter(it -> it.getType().equals("Approved"))
        .findFirst();
  }

  @Test
  void a_plan_is_shown_and_waits() {
    scene.revisions("orders-revisions", "a1", "b2");
    var resource = scene.create(it -> it.manual());

    var plan = waiting();

    assertThat(plan.steps()).isEqualTo(2);
    assertThat(scene.database.rows()).isEmpty();
    assertThat(shown(plan).getData().get("plan.sql"))
        .contains(plan.hash(), "upgrade a1", "-- sql of b2");
    assertThat(shown(plan).getMetadata().getOwnerReferences())
        .containsExactly(Ours.owner(resource));
    assertThat(approved()).hasValueSatisfying(it -> assertThat(it.getStatus()).isEqualTo("False"));
    assertThat(KStatus.verdict(scene.now())).isEqualTo(KStatus.Verdict.IN_PROGRESS);
    assertThat(OperatorScene.message(scene.now())).contains(plan.hash(), plan.configMap());
  }

  @Test
  void an_annotation_approves_it() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.manual());

    scene.approve(waiting().hash());

    var done = scene.untilCurrent("b2");
    assertThat(done.getStatus().plan()).isNull();
    assertThat(approved()).isEmpty();
  }

  @Test
  void the_spec_approves_it() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.manual());
    var hash = waiting().hash();

    scene.edit(it -> it.manual().approve(hash));

    scene.untilCurrent("b2");
    assertThat(scene.jobs()).hasSize(2);
  }

  @Test
  void an_approval_of_something_else_approves_nothing() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.manual());
    waiting();

    scene.approve("sha256:" + "0".repeat(64));
    scene.untilQuiet();

    assertThat(waiting()).isNotNull();
    assertThat(scene.database.rows()).isEmpty();
  }

  @Test
  void a_set_that_moves_makes_another_plan() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.manual());
    var before = waiting();

    scene.revisions("orders-revisions", "a1", "b2");
    await().until(() -> waiting().steps() == 2);
    scene.approve(before.hash());
    scene.untilQuiet();

    assertThat(waiting().hash()).isNotEqualTo(before.hash());
    assertThat(scene.database.rows()).isEmpty();
  }

  @Test
  void a_database_that_has_moved_makes_the_plan_worthless() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.manual());
    var before = waiting();
    scene.database.rows("a1");

    scene.approve(before.hash());
    await().until(() -> !waiting().hash().equals(before.hash()));

    assertThat(scene.database.rows()).containsExactly("a1");
    scene.approve(waiting().hash());
    scene.untilCurrent("b2");
  }

  @Test
  void nothing_to_do_is_nothing_to_approve() {
    scene.revisions("orders-revisions", "a1");
    scene.database.rows("a1");
    scene.create(it -> it.manual());

    scene.untilCurrent("a1");

    assertThat(scene.database.rows()).containsExactly("a1");
  }

  @Test
  void the_way_back_waits_where_the_policy_says_so() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.requireApproval());
    scene.untilCurrent("b2");

    scene.revisions("orders-revisions", "a1");
    var plan = waiting();

    assertThat(scene.database.rows()).containsExactly("b2");
    scene.approve(plan.hash());
    scene.untilCurrent("a1");
  }

  @Test
  void a_way_back_that_only_the_database_knows_of_waits_too() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.requireApproval());
    scene.untilCurrent("b2");
    scene.revisions("orders-revisions", "a1");
    waiting();
    scene
        .client
        .resources(dev.athanor.api.DatabaseMigration.class)
        .inNamespace(OperatorScene.NAMESPACE)
        .withName("orders")
        .delete();
    await().until(() -> scene.now() == null);

    scene.create(it -> it.requireApproval());

    waiting();
    assertThat(scene.database.rows()).containsExactly("b2");
  }

  @Test
  void an_approved_step_down_is_one_step() {
    scene.revisions("orders-revisions", "a1", "b2", "c3");
    scene.create(it -> it);
    scene.untilCurrent("c3");
    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1").manual());
    var hash = waiting().hash();
    scene.approve(hash);
    scene.untilCurrent("b2");

    scene.edit(it -> it.operation(OperationName.DOWNGRADE, "-1").manual().approve(hash));
    scene.restartOperator();
    scene.until("Downgraded");
    scene.untilQuiet();

    assertThat(scene.database.rows()).containsExactly("b2");
  }

  @Test
  void waiting_costs_nothing() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.manual());
    waiting();
    scene.untilQuiet();
    var jobs = scene.jobs().size();

    scene.restartOperator();
    scene.untilQuiet();

    assertThat(scene.jobs()).hasSize(jobs);
  }
}
