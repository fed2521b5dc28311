package dev.athanor.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.api.PlanDocument.PlanStep;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans as they are handed on and shown. */
class PlanDocumentTest {
  private static PlanDocument plan(List<String> sql, List<String> destructive) {
    var step =
        new PlanStep("b2", "upgrade", "totals", List.of(), List.of(), List.of("b2"), null, null);
    return new PlanDocument(
        Json.API_VERSION,
        PlanDocument.KIND,
        "upgrade",
        List.of("a1"),
        new TargetDocument("head", List.of("b2")),
        "sha256:0",
        List.of(step.withSql(sql, destructive)),
        null);
  }

  @Test
  void it_is_found_between_other_lines() {
    var plan = plan(List.of("SELECT '\n{'"), List.of());

    assertThat(PlanDocument.find("warning: x\n{\"kind\":\"Other\"}\n{no json\n" + Json.write(plan)))
        .contains(plan);
    assertThat(PlanDocument.find("nothing\n")).isEmpty();
  }

  @Test
  void too_much_sql_is_left_out_by_whole_statements_and_said() {
    var long1 = "SELECT '" + "ü".repeat(300) + "'";
    var cut = plan(List.of(long1, long1, long1), List.of()).limited(1400);

    assertThat(cut.truncated()).isTrue();
    assertThat(cut.hash()).isEqualTo("sha256:0");
    assertThat(cut.steps().getFirst().sql()).hasSize(3).startsWith(long1, long1);
    assertThat(PlanText.of(cut)).contains("left out: 1 of the 3 statements");
    assertThat(PlanText.of(cut).getBytes(StandardCharsets.UTF_8).length).isLessThan(1600);
  }

  @Test
  void a_plan_that_fits_is_left_as_it_is() {
    var plan = plan(List.of("SELECT 1"), List.of());

    assertThat(plan.limited(1024)).isSameAs(plan);
  }

  @Test
  void what_takes_data_away_is_marked_and_counted() {
    var plan = plan(List.of("DROP TABLE t"), Collections.nCopies(60, "DROP TABLE t"));

    assertThat(plan.countDestructive()).isEqualTo(60);
    assertThat(PlanText.of(plan))
        .contains("-- 1/1 upgrade b2, totals", "-- DESTRUCTIVE: DROP TABLE t");
  }
}
