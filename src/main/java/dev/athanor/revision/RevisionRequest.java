package dev.athanor.revision;

import java.util.List;

/**
 * A revision that somebody wants to add.
 *
 * @param id its id
 * @param heads expressions for what it follows; empty for the one head
 * @param splice whether it may follow a revision that is no head, and so begin a branch
 * @param branchLabels labels for it to carry
 * @param dependsOn expressions for what it depends on; labels stay labels
 * @param message one line for people; may be empty
 * @param created when it is written, for its header; may be empty
 */
public record RevisionRequest(
    String id,
    List<String> heads,
    boolean splice,
    List<String> branchLabels,
    List<String> dependsOn,
    String message,
    String created) {

  /** Keeps its own copies of the lists. */
  public RevisionRequest {
    heads = List.copyOf(heads);
    branchLabels = List.copyOf(branchLabels);
    dependsOn = List.copyOf(dependsOn);
  }

  /** A revision that follows the one head and carries nothing more. */
  public static RevisionRequest onHead(String id, String message) {
    return new RevisionRequest(id, List.of(), false, List.of(), List.of(), message, "");
  }
}
