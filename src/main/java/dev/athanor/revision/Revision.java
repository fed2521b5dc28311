package dev.athanor.revision;

import java.util.List;

/**
 * One step of a schema's history, as its file's header declares it. Nothing is checked here: {@link
 * RevisionGraph} does that for all of them together.
 *
 * @param id what {@code revision:} says
 * @param downRevisions the ids it follows, in the order written; empty at a base
 * @param dependsOn ids or branch labels that must be applied before it without being its line
 * @param branchLabels the names of the line that starts or goes on here
 * @param message one line for people; may be empty
 * @param created when it was written, as its header has it; may be empty
 * @param source the file it comes from, for messages; may be empty
 */
public record Revision(
    String id,
    List<String> downRevisions,
    List<String> dependsOn,
    List<String> branchLabels,
    String message,
    String created,
    String source) {

  /** Keeps its own copies of the lists. */
  public Revision {
    downRevisions = List.copyOf(downRevisions);
    dependsOn = List.copyOf(dependsOn);
    branchLabels = List.copyOf(branchLabels);
  }

  /** The same behind other revisions. */
  public Revision withDownRevisions(List<String> others) {
    return new Revision(id, others, dependsOn, branchLabels, message, created, source);
  }
}
