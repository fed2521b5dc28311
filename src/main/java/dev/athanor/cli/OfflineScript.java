package dev.athanor.cli;

import dev.athanor.changelog.SqlLexer;
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
  private final PrintWriter out;
  private final Dialect dialect;
  private final ScriptForm form;

  private OfflineScript(PrintWriter out, Dialect dialect) {
    this.out = out;
    this.dialect = dialect;
    this.form = dialect.capabilities().script();
  }

  /** Prints it. */
  static void print(
      PrintWriter out, RevisionGraph graph, Plan plan, List<PlannedStep> steps, Dialect dialect) {
    new OfflineScript(out, dialect).print(graph, plan, steps);
  }

  private void print(RevisionGraph graph, Plan plan, List<PlannedStep> steps) {
    var from = plan.current().isEmpty() ? "base" : String.join(" ", plan.current());
    out.printf(
        "-- athanor %s --sql, from %s to %s: %s%n",
        plan.operation().id(),
        from,
        plan.targets().isEmpty() ? "base" : String.join(" ", plan.targets()),
        ProgressLines.steps(plan));
    out.printf(
        "-- Let the client stop at the first error: %s%s%n",
        form.client(),
        dialect.transactionalDdl()
            ? ""
            : "; DDL commits by itself: what ran before the error stays");
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
    boolean outside = dialect.transactionalDdl() && !planned.inTransaction();
    line(outside ? "-- not in a transaction, as its file has it" : form.begin());
    planned.sql().forEach(statement -> out.println(terminated(dialect, statement)));
    line(outside ? "" : form.commit());
  }

  private void line(String text) {
    if (!text.isEmpty()) {
      out.println(text);
    }
  }

  /** The statement with what ends it for a client, which must not end up in a comment. */
  static String terminated(Dialect dialect, String statement) {
    var text = statement.strip();
    if (dialect.syntax().mysql() && hasSemicolon(dialect, text)) {
      return "DELIMITER //\n" + text + "\n//\nDELIMITER ;";
    }
    var terminator = dialect.capabilities().script().terminator();
    var lastLine = text.substring(text.lastIndexOf('\n') + 1);
    boolean comment = lastLine.contains("--") || lastLine.contains("#");
    return text + (comment && !terminator.startsWith("\n") ? "\n" : "") + terminator;
  }

  /** In the body of a routine, where the mysql client would cut. */
  private static boolean hasSemicolon(Dialect dialect, String text) {
    var lexer = new SqlLexer(dialect.syntax(), text, 1);
    while (lexer.next()) {
      if (lexer.is(';')) {
        return true;
      }
    }
    return false;
  }
}
