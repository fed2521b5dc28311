package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two resources that reach one database, whatever they call its server. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
class OperatorConflictTest {
  private final OperatorScene scene = new OperatorScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private DatabaseMigration get(String namespace, String name) {
    return scene
        .client
        .resources(DatabaseMigration.class)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private void until(String namespace, String name, String reason) {
    await(name + " " + reason)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                get(namespace, name).getStatus() != null
                    && get(namespace, name).getStatus().conditions().stream()
                        .anyMatch(it -> it.getReason().equals(reason)));
  }

  private void younger(String namespace) {
    var resource = OperatorScene.migration("younger", it -> it.secret("the-same-by-another-name"));
    resource.getMetadata().setNamespace(namespace);
    scene.client.resource(resource).create();
  }

  @Test
  void the_younger_is_stalled_before_it_has_changed_anything() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    scene.edit(it -> it.suspended());
    scene.revisions("orders-revisions", "a1", "b2");
    await().until(() -> scene.now().getStatus().source().revisions() == 2);

    younger(OperatorScene.NAMESPACE);
    until(OperatorScene.NAMESPACE, "younger", "DatabaseConflict");
    scene.untilQuiet();

    assertThat(scene.database.rows()).containsExactly("a1");
    var stalled = get(OperatorScene.NAMESPACE, "younger");
    assertThat(OperatorScene.message(stalled)).contains("default/orders");
    assertThat(KStatus.verdict(stalled)).isEqualTo(KStatus.Verdict.FAILED);
  }

  @Test
  void the_younger_takes_over_when_the_older_goes() {
    scene.revisions("orders-revisions", "a1");
    scene.create(it -> it);
    scene.untilCurrent("a1");
    younger(OperatorScene.NAMESPACE);
    until(OperatorScene.NAMESPACE, "younger", "DatabaseConflict");

    scene.client.resource(scene.now()).delete();
    scene.revisions("orders-revisions", "a1", "b2");

    until(OperatorScene.NAMESPACE, "younger", "UpToDate");
    assertThat(scene.database.rows()).containsExactly("b2");
  }

  @Test
  void it_is_found_across_namespaces() {
    scene
        .client
        .resource(new NamespaceBuilder().withNewMetadata().withName("other").endMetadata().build())
        .create();
    scene.revisions("orders-revisions", "a1");
    var copy = OperatorScene.line("orders-revisions", "a1");
    copy.getMetadata().setNamespace("other");
    scene.client.resource(copy).create();
    scene.create(it -> it);
    scene.untilCurrent("a1");

    younger("other");

    until("other", "younger", "DatabaseConflict");
  }
}
