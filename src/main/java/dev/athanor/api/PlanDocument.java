package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param truncated true when SQL was left out because there is too much of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "apiVersion",
  "kind",
  "operation",
  "current",
  "target",
  "hash",
  "steps",
  "truncated"
})
public record PlanDocument(
    String apiVersion,
    String kind,
    String operation,
    List<String> current,
    TargetDocument target,
    @Nullable String hash,
    List<PlanStep> steps,
    @Nullable Boolean truncated) {

  /** The kind of this document. */
  public static final String KIND = "Plan";

  private static final int MARKED = 50;

  /**
   * One step of a plan.
   *
   * @param revision absent for a stamp
   * @param direction {@code upgrade}, {@code downgrade} or {@code stamp}
   * @param message the revision's; absent where it has none or its file is gone
   * @param from the version rows that the step takes away or replaces
   * @param to the version rows that stand in their place
   * @param rowsAfter every version row after the step
   * @param sql the statements, where they were asked for
   * @param destructive those of them that take data away, in short
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "revision",
    "direction",
    "message",
    "from",
    "to",
    "rowsAfter",
    "sql",
    "destructive"
  })
  public record PlanStep(
      @Nullable String revision,
      String direction,
      @Nullable String message,
      List<String> from,
      List<String> to,
      List<String> rowsAfter,
      @Nullable List<String> sql,
      @Nullable List<String> destructive) {

    /** Keeps its own copies of the lists. */
    public PlanStep {
      from = Lists.copy(from);
      to = Lists.copy(to);
      rowsAfter = Lists.copy(rowsAfter);
      sql = sql == null ? null : List.copyOf(sql);
      destructive = destructive == null ? null : List.copyOf(destructive);
    }

    /** The step without its SQL. */
    public static PlanStep of(Step step, Optional<String> message) {
      return new PlanStep(
          step.revision().orElse(null),
          step.direction().id(),
          message.map(text -> text.replaceAll("\\R", " ")).filter(it -> !it.isEmpty()).orElse(null),
          step.from(),
          step.to(),
          step.rowsAfter(),
          null,
          null);
    }

    /** The same with its statements, and those that take data away. */
    public PlanStep withSql(List<String> statements, List<String> destroying) {
      return new PlanStep(
          revision,
          direction,
          message,
          from,
          to,
          rowsAfter,
          statements,
          destroying.isEmpty() ? null : destroying);
    }
  }

  /** Keeps its own copies of the lists. */
  public PlanDocument {
    current = Lists.copy(current);
    steps = Lists.copy(steps);
  }

  /** The plan, told by these steps. */
  public static PlanDocument of(Plan plan, String hash, List<PlanStep> steps) {
    if (steps.size() != plan.steps().size()) {
      throw new IllegalArgumentException(steps.size() + " of " + plan.steps().size() + " steps");
    }
    return new PlanDocument(
        Json.API_VERSION,
        KIND,
        plan.operation().id(),
        plan.current(),
        new TargetDocument(plan.expression(), plan.targets()),
        hash,
        steps,
        null);
  }

  /** Finds the plan in what a Job's pod has printed, other lines around it. */
  public static Optional<PlanDocument> find(String log) {
    return log.lines()
        .filter(line -> line.startsWith("{"))
        .flatMap(PlanDocument::parse)
        .findFirst();
  }

  private static java.util.stream.Stream<PlanDocument> parse(String line) {
    try {
      return java.util.stream.Stream.of(Json.read(line, PlanDocument.class))
          .filter(plan -> KIND.equals(plan.kind()));
    } catch (UncheckedIOException e) {
      return java.util.stream.Stream.empty();
    }
  }

  /** How many statements take data away. */
  public int countDestructive() {
    return steps.stream()
        .mapToInt(step -> step.destructive() == null ? 0 : step.destructive().size())
        .sum();
  }

  /**
   * The plan with no more SQL than that. Whole statements are left out from where it gets too much,
   * and a comment stands in their place; the hash is over all of them.
   *
   * @param bytes of SQL as UTF-8
   */
  public PlanDocument limited(int bytes) {
    var left = bytes;
    var cut = false;
    var limited = new ArrayList<PlanStep>();
    for (var step : steps) {
      var kept = new ArrayList<String>();
      var sql = step.sql() == null ? List.<String>of() : step.sql();
      for (var statement : sql) {
        var size = statement.getBytes(StandardCharsets.UTF_8).length + 2;
        left = left < size ? 0 : left - size;
        if (left == 0) {
          break;
        }
        kept.add(statement);
      }
      if (kept.size() < sql.size()) {
        cut = true;
        kept.add(
            "-- left out: %d of the %d statements of this step; all of them: athanor plan"
                .formatted(sql.size() - kept.size(), sql.size()));
      }
      limited.add(step.sql() == null ? step : step.withSql(kept, some(step.destructive())));
    }
    return cut
        ? new PlanDocument(apiVersion, kind, operation, current, target, hash, limited, true)
        : this;
  }

  private static List<String> some(@Nullable List<String> destructive) {
    if (destructive == null || destructive.size() <= MARKED) {
      return destructive == null ? List.of() : destructive;
    }
    var some = new ArrayList<>(destructive.subList(0, MARKED));
    some.add("… and %d more".formatted(destructive.size() - MARKED));
    return some;
  }
}
