package dev.athanor.cli;

import dev.athanor.api.PlanDocument.PlanStep;
import dev.athanor.migrate.PlannedStep;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import dev.athanor.revision.Step;
import java.util.List;

/** The steps of a plan as they are shown. */
final class PlanSteps {
  private PlanSteps() {}

  /** Without their SQL. */
  static List<PlanStep> of(RevisionGraph graph, Plan plan) {
    return plan.steps().stream().map(step -> of(graph, step)).toList();
  }

  /** With their SQL. */
  static List<PlanStep> of(RevisionGraph graph, List<PlannedStep> steps) {
    return steps.stream()
        .map(it -> of(graph, it.step()).withSql(it.sql(), it.destructive()))
        .toList();
  }

  private static PlanStep of(RevisionGraph graph, Step step) {
    return PlanStep.of(step, step.revision().flatMap(graph::find).map(Revision::message));
  }
}
