package dev.athanor.cli;

import dev.athanor.changelog.SqlLexer;
import dev.athanor.database.Dialect;
import dev.athanor.migrate.PlannedStep;
import dev.athanor.revision.Plan;
import dev.athanor.revision.RevisionGraph;
import java.io.PrintWriter;
import java.util.List;

/** A plan as a script that any client runs: each step in a transaction of its own. */
final class OfflineScript {
  private OfflineScript() {}

  /** Prints it. */
  static void print(
      PrintWriter out, RevisionGraph graph, Plan plan, List<PlannedStep> steps, Dialect dialect) {
    var from = plan.current().isEmpty() ? "base" : String.join(" ", plan.current());
    out.printf(
        "-- athanor %s --sql, from %s to %s: %s%n",
        plan.operation().id(),
        from,
        plan.targets().isEmpty() ? "base" : String.join(" ", plan.targets()),
        ProgressLines.steps(plan));
    out.println(
        dialect.syntax().mysql()
            ? "-- Let the client stop at the first error: mysql without --force. DDL commits by"
                + " itself: what ran before the error stays"
            : "-- Let the client stop at the first error: psql -v ON_ERROR_STOP=1 -f …");
    for (int i = 0; i < steps.size(); i++) {
      out.printf("%n-- %d/%d %s%n", i + 1, steps.size(), title(graph, steps.get(i)));
      print(out, steps.get(i), dialect);
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

  private static void print(PrintWriter out, PlannedStep planned, Dialect dialect) {
    if (planned.inTransaction()) {
      out.println("BEGIN;");
    } else if (dialect.transactionalDdl()) {
      out.println("-- not in a transaction, as its file has it");
    }
    planned.sql().forEach(statement -> out.println(terminated(dialect, statement)));
    if (planned.inTransaction()) {
      out.println("COMMIT;");
    }
  }

  /** The statement with what ends it for a client, which must not end up in a comment. */
  static String terminated(Dialect dialect, String statement) {
    var text = statement.strip();
    if (dialect.syntax().mysql() && hasSemicolon(dialect, text)) {
      return "DELIMITER //\n" + text + "\n//\nDELIMITER ;";
    }
    var lastLine = text.substring(text.lastIndexOf('\n') + 1);
    return text + (lastLine.contains("--") || lastLine.contains("#") ? "\n;" : ";");
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
