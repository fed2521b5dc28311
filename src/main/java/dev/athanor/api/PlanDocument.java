package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan as JSON.
 *
 * @param apiVersion {@link Json#API_VERSION}
 * @param kind {@code Plan}
 * @param operation {@code upgrade}, {@code downgrade} or {@code stamp}
 * @param current the version rows that the plan starts from
 * @param target where it leads
 * @param hash {@code sha256:…} over everything that would happen
 * @param steps in the order they run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"apiVersion", "kind", "operation", "current", "target", "hash", "steps"})
public record PlanDocument(
    String apiVersion,
    String kind,
    String operation,
    List<String> current,
    TargetDocument target,
    @Nullable String hash,
    List<PlanStep> steps) {

  /** The kind of this document. */
  public static final String KIND = "Plan";

  /**
   * One step of a plan.
   *
   * @param revision absent for a stamp
   * @param direction {@code upgrade}, {@code downgrade} or {@code stamp}
   * @param from the version rows that the step takes away or replaces
   * @param to the version rows that stand in their place
   * @param rowsAfter every version row after the step
   * @param sql the statements, where they were asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({"revision", "direction", "from", "to", "rowsAfter", "sql"})
  public record PlanStep(
      @Nullable String revision,
      String direction,
      List<String> from,
      List<String> to,
      List<String> rowsAfter,
      @Nullable List<String> sql) {

    /** Keeps its own copies of the lists. */
    public PlanStep {
      from = Lists.copy(from);
      to = Lists.copy(to);
      rowsAfter = Lists.copy(rowsAfter);
      sql = sql == null ? null : List.copyOf(sql);
    }

    private static PlanStep of(Step step, @Nullable List<String> sql) {
      return new PlanStep(
          step.revision().orElse(null),
          step.direction().id(),
          step.from(),
          step.to(),
          step.rowsAfter(),
          sql);
    }
  }

  /** Keeps its own copies of the lists. */
  public PlanDocument {
    current = Lists.copy(current);
    steps = Lists.copy(steps);
  }

  /** The plan without its SQL. */
  public static PlanDocument of(Plan plan, String hash) {
    return of(plan, hash, plan.steps().stream().map(step -> PlanStep.of(step, null)).toList());
  }

  /**
   * The plan with the SQL of each step.
   *
   * @param sql one list of statements for each step of the plan
   */
  public static PlanDocument withSql(Plan plan, String hash, List<List<String>> sql) {
    if (sql.size() != plan.steps().size()) {
      throw new IllegalArgumentException(
          "SQL for " + sql.size() + " of " + plan.steps().size() + " steps");
    }
    return of(
        plan,
        hash,
        IntStream.range(0, sql.size())
            .mapToObj(i -> PlanStep.of(plan.steps().get(i), sql.get(i)))
            .toList());
  }

  private static PlanDocument of(Plan plan, String hash, List<PlanStep> steps) {
    return new PlanDocument(
        Json.API_VERSION,
        KIND,
        plan.operation().id(),
        plan.current(),
        new TargetDocument(plan.expression(), plan.targets()),
        hash,
        steps);
  }
}
