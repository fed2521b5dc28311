package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.api.CrdSchema;
import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What holds for every status that anything in these tests ever produces. */
@SuppressWarnings("NullAway") // what is absent fails the test, as it should
final class KStatus {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private KStatus() {}

  /** The verdicts of kstatus that matter here. */
  enum Verdict {
    CURRENT,
    IN_PROGRESS,
    FAILED
  }

  /** Fails unless the status keeps the rules; resources without one of ours are left alone. */
  static DatabaseMigration check(DatabaseMigration resource) {
    var status = resource.getStatus();
    if (status == null || Long.valueOf(-1).equals(status.observedGeneration())) {
      return resource;
    }
    var conditions = byType(resource);
    assertThat(conditions).as("Ready is always there").containsKey("Ready");
    assertThat(conditions.keySet()).isSubsetOf("Ready", "Reconciling", "Stalled", "Approved");
    assertThat(conditions.containsKey("Reconciling") && conditions.containsKey("Stalled"))
        .as("never both")
        .isFalse();
    assertThat(conditions.values())
        .allSatisfy(
            it -> {
              assertThat(it.getReason()).matches("[A-Z][A-Za-z]*");
              assertThat(it.getMessage()).isNotBlank();
              assertThat(it.getLastTransitionTime()).isNotBlank();
              assertThat(it.getObservedGeneration()).isEqualTo(status.observedGeneration());
            });
    assertThat(conditions)
        .allSatisfy(
            (type, it) -> {
              if (!List.of("Ready", "Approved").contains(type)) {
                assertThat(it.getStatus()).as("present only while True").isEqualTo("True");
                assertThat(conditions.get("Ready").getStatus()).isEqualTo("False");
              }
            });
    assertThat(CrdSchema.violations(json(resource))).as("the CRD takes it").isEmpty();
    return resource;
  }

  private static Map<String, Condition> byType(DatabaseMigration resource) {
    return resource.getStatus().conditions().stream()
        .collect(Collectors.toMap(Condition::getType, Function.identity()));
  }

  /** How kstatus reads the resource. */
  static Verdict verdict(DatabaseMigration resource) {
    var status = resource.getStatus();
    if (status == null) {
      return Verdict.CURRENT;
    }
    if (status.observedGeneration() < resource.getMetadata().getGeneration()) {
      return Verdict.IN_PROGRESS;
    }
    var conditions = byType(resource);
    if (conditions.containsKey("Reconciling")) {
      return Verdict.IN_PROGRESS;
    }
    if (conditions.containsKey("Stalled")) {
      return Verdict.FAILED;
    }
    return Optional.ofNullable(conditions.get("Ready"))
        .map(ready -> ready.getStatus().equals("True") ? Verdict.CURRENT : Verdict.IN_PROGRESS)
        .orElse(Verdict.CURRENT);
  }

  static JsonNode json(Object value) {
    return SERIALIZATION.convertValue(value, JsonNode.class);
  }
}
