package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.ErrorDetail;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code deletionPolicy: Downgrade}. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorDeletionPolicyTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void untilGone() {
    await().atMost(Duration.ofSeconds(20)).until(() -> scene.now() == null);
  }

  @Test
  void the_database_goes_to_base_before_the_resource_goes() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.takeBackWhenDeleted());
    scene.untilCurrent("b2");
    scene
        .client
        .configMaps()
        .inNamespace(OperatorScene.NAMESPACE)
        .withName("orders-revisions")
        .delete();

    scene.client.resource(scene.now()).delete();

    untilGone();
    assertThat(scene.database.rows()).isEmpty();
  }

  @Test
  void the_finalizer_goes_at_the_first_try() {
    scene.revisions("orders-revisions", "a1", "b2");
    scene.create(it -> it.takeBackWhenDeleted());
    scene.untilCurrent("b2");
    scene.untilQuiet();
    scene.cluster.forgetWrites();

    scene.client.resource(scene.now()).delete();

    untilGone();
    assertThat(scene.cluster.writes("patch", "databasemigrations"))
        .extracting(it -> it.code())
        .containsExactly(200);
  }

  @Test
  void without_it_the_database_stays() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");

    scene.client.resource(scene.now()).delete();

    untilGone();
    assertThat(scene.database.rows()).containsExactly("a1");
  }

  @Test
  void what_cannot_be_taken_back_says_how_to_get_out() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it.takeBackWhenDeleted());
    scene.untilCurrent("a1");
    scene.database.next(
        PretendDatabase.failure(10, new ErrorDetail("MissingRollback", "a1 has no way down")));

    scene.client.resource(scene.now()).delete();
    var stalled = scene.until("MissingRollback");

    assertThat(OperatorScene.message(stalled)).contains("a1 has no way down", "Retain");
    assertThat(KStatus.verdict(stalled)).isEqualTo(KStatus.Verdict.FAILED);
    scene.edit(it -> it);
    untilGone();
    assertThat(scene.database.rows()).containsExactly("a1");
  }

  @Test
  void what_takes_an_approval_takes_one_for_this_too() {
    scene.revisions("orders-revisions", "a1");
    scene.database.rows("a1");
    scene.create(it -> it.takeBackWhenDeleted().manual());
    scene.untilCurrent("a1");

    scene.client.resource(scene.now()).delete();
    var plan = scene.until("AwaitingApproval").getStatus().plan();
    assertThat(scene.database.rows()).containsExactly("a1");
    scene.approve(plan.hash());

    untilGone();
    assertThat(scene.database.rows()).isEmpty();
  }

  @Test
  void a_resource_that_never_reached_its_database_just_goes() {
    scene.create(it -> it.takeBackWhenDeleted());
    scene.until("ConfigMapNotFound");

    scene.client.resource(scene.now()).delete();

    untilGone();
    assertThat(scene.jobs()).isEmpty();
  }
}
