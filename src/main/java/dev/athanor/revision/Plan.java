package dev.athanor.revision;

import java.util.List;

/**
 * The ordered steps from where a database is to its target.
 *
 * @param operation what was asked for
 * @param current the version rows that the plan starts from
 * @param expression the target as written, several joined by a space
 * @param targets the ids that the expression resolved to; empty for base
 * @param steps in the order they run; empty when there is nothing to do
 */
public record Plan(
    Operation operation,
    List<String> current,
    String expression,
    List<String> targets,
    List<Step> steps) {

  /** Keeps its own copies of the lists. */
  public Plan {
    current = List.copyOf(current);
    targets = List.copyOf(targets);
    steps = List.copyOf(steps);
  }

  /** The version rows once every step is done. */
  public List<String> rowsAfter() {
    return steps.isEmpty() ? current : steps.getLast().rowsAfter();
  }
}
