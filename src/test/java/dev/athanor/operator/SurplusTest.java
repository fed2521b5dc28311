package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.api.JobPhase;
import dev.athanor.api.JobSpec;
import dev.athanor.api.JobStatus;
import dev.athanor.operator.JobView.Assignment;
import dev.athanor.operator.JobView.State.Finished;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SurplusTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private static JobView job(String name, boolean complete) {
    return new JobView(
        name,
        NOON,
        new Assignment(
            "upgrade", "head", 1, "sha256:0", 1, Optional.empty(), false, Optional.empty()),
        new Finished(complete, "", NOON, Optional.empty()),
        true);
  }

  private static List<String> surplus(String last, JobView... jobs) {
    var status = new JobStatus(last, 1, JobPhase.SUCCEEDED, null, null);
    return Surplus.of(List.of(jobs), Optional.of(status), JobSpec.DEFAULT).stream()
        .map(JobView::name)
        .toList();
  }

  @Test
  void theOldestBeyondTheLimitGo() {
    assertThat(
            surplus(
                "e",
                job("a", true),
                job("b", true),
                job("c", true),
                job("d", true),
                job("e", true)))
        .containsExactly("a", "b");
  }

  @Test
  void successesAndFailuresAreCountedApart() {
    assertThat(surplus("d", job("a", true), job("b", false), job("c", false), job("d", true)))
        .isEmpty();
  }

  @Test
  void theLastOneIsTheNewestAlsoOfThoseMadeInOneSecond() {
    assertThat(surplus("a", job("a", true), job("b", true), job("c", true), job("d", true)))
        .containsExactly("b");
  }
}
