package dev.athanor.cli;

import dev.athanor.database.Capabilities.ScriptForm;
import dev.athanor.database.Dialect;
import dev.athanor.migrate.PlannedStep;
import dev.athanor.revision.Plan;
import dev.athanor.revision.RevisionGraph;
import java.io.PrintWriter;
import java.util.List;

/**
 * A plan as a script for the product's own client: each step in a transaction of its own, where its
 * DDL can be in one.
 */
final class OfflineScript {
  private static final String SEMICOLON = ";";

  private final PrintWriter out;
  private final ScriptForm form;

  private OfflineScript(PrintWriter out, ScriptForm form) {
    this.out = out;
    this.form = form;
  }

  /** Prints it. */
  static void print(
      PrintWriter out,
      Dialect dialect,
      RevisionGraph graph,
      Plan plan,
      List<PlannedStep> steps) {
    new OfflineScript(out, dialect.capabilities().script()).print(graph, plan, steps);
  }

  private void print(RevisionGraph graph, Plan plan, List<PlannedStep> steps) {
    var from = plan.current().isEmpty() ? "base" : String.join(" ", plan.current());
    out.printf(
        "-- athanor %s --sql, from %s to %s: %s%n",
        plan.operation().id(),
        from,
        plan.targets().isEmpty() ? "base" : String.join(" ", plan.targets()),
        ProgressLines.steps(plan));
    out.println("-- Let the client stop at the first error: " + form.client());
    line(form.preamble());
    for (int i = 0; i < steps.size(); i++) {
      out.printf("%n-- %d/%d %s%n", i + 1, steps.size(), title(graph, steps.get(i)));
      print(steps.get(i));
    }
  }

  /** {@code upgrade 8f2c, add orders.total}. */
  private static String title(RevisionGraph graph, PlannedStep planned) {
    var step = planned.step();
    var message =
        step.revision()
            .flatMap(graph::find)
            .map(revision -> revision.message())
            .filter(text -> !text.isEmpty());
    return step.direction().id()
        + step.revision().map(id -> " " + id).orElse("")
        + message.map(text -> ", " + text.replaceAll("\\R", " ")).orElse("");
  }

  private void print(PlannedStep planned) {
    boolean whole = planned.inTransaction() && !form.begin().isEmpty();
    if (whole) {
      out.println(form.begin());
    } else {
      out.println(
          planned.inTransaction()
              ? "-- not in a transaction: DDL commits by itself here"
              : "-- not in a transaction, as its file has it");
    }
    planned.sql().forEach(statement -> out.println(terminated(statement, form.terminator())));
    if (whole || form.begin().isEmpty()) {
      line(form.commit());
    }
  }

  private void line(String text) {
    if (!text.isEmpty()) {
      out.println(text);
    }
  }

  /** The statement with its semicolon, which must not end up in a comment. */
  static String terminated(String statement) {
    return terminated(statement, SEMICOLON);
  }

  /** The same for a client that wants another end. */
  static String terminated(String statement, Dialect dialect) {
    return terminated(statement, dialect.capabilities().script().terminator());
  }

  private static String terminated(String statement, String terminator) {
    var text = statement.strip();
    var lastLine = text.substring(text.lastIndexOf('\n') + 1);
    boolean comment = lastLine.contains("--") && !terminator.startsWith("\n");
    return text + (comment ? "\n" : "") + terminator;
  }
}
