package dev.athanor.api;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A plan as a person reads it: SQL, with the rest in comments. */
public final class PlanText {
  private PlanText() {}

  /** The whole plan, to be read. */
  public static String of(PlanDocument plan) {
    return of(plan, PlanText::terminated);
  }

  /**
   * The whole plan, to be run.
   *
   * @param terminator gives a statement what ends it for the database's client
   */
  public static String of(PlanDocument plan, UnaryOperator<String> terminator) {
    if (plan.steps().isEmpty()) {
      return "Nothing to do.\n";
    }
    var text = new StringBuilder();
    var count = plan.steps().size();
    text.append(
        "-- %s to %s: %s%n"
            .formatted(
                plan.operation(),
                plan.target().expression(),
                count == 1 ? "1 step" : count + " steps"));
    text.append("-- plan %s%n".formatted(plan.hash()));
    for (var i = 0; i < count; i++) {
      var step = plan.steps().get(i);
      text.append("%n-- %d/%d %s%n".formatted(i + 1, count, title(step)));
      list(step.destructive())
          .forEach(statement -> text.append("-- DESTRUCTIVE: %s%n".formatted(statement)));
      list(step.sql()).forEach(sql -> text.append(terminator.apply(sql)).append('\n'));
    }
    return text.toString();
  }

  private static String title(PlanDocument.PlanStep step) {
    return step.direction()
        + (step.revision() == null ? rows(step.rowsAfter()) : " " + step.revision())
        + (step.message() == null ? "" : ", " + step.message());
  }

  private static String rows(List<String> rows) {
    return rows.stream().collect(Collectors.joining(", ", " at ", ""));
  }

  private static List<String> list(@org.jspecify.annotations.Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  /** The statement with its semicolon, which must not end up in a comment. */
  private static String terminated(String statement) {
    var text = statement.strip();
    var lastLine = text.substring(text.lastIndexOf('\n') + 1);
    if (text.startsWith("--") && !text.contains("\n")) {
      return text;
    }
    return text + (lastLine.contains("--") ? "\n;" : ";");
  }
}
