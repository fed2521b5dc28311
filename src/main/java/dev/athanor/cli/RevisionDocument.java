package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.revision.HistoryEntry;
import java.util.List;

/**
 * A revision as JSON.
 *
 * @param flags {@code head}, {@code effective head}, {@code current}, {@code branchpoint}, {@code
 *     mergepoint}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "revision",
  "downRevisions",
  "dependsOn",
  "branchLabels",
  "labels",
  "message",
  "created",
  "file",
  "flags"
})
record RevisionDocument(
    String revision,
    List<String> downRevisions,
    List<String> dependsOn,
    List<String> branchLabels,
    List<String> labels,
    String message,
    String created,
    String file,
    List<String> flags) {

  /** What a command that lists revisions prints. */
  @JsonPropertyOrder({"apiVersion", "kind", "revisions"})
  record Listing(String apiVersion, String kind, List<RevisionDocument> revisions) {
    static Listing of(String kind, List<HistoryEntry> entries) {
      return new Listing(
          Json.API_VERSION, kind, entries.stream().map(RevisionDocument::of).toList());
    }
  }

  /** What a command that writes a revision prints. */
  @JsonPropertyOrder({
    "apiVersion",
    "kind",
    "revision",
    "downRevisions",
    "dependsOn",
    "branchLabels",
    "message",
    "created",
    "file"
  })
  record Created(
      String apiVersion,
      String kind,
      String revision,
      List<String> downRevisions,
      List<String> dependsOn,
      List<String> branchLabels,
      String message,
      String created,
      String file) {
    static Created of(NewRevisionFile file) {
      var revision = file.revision();
      return new Created(
          Json.API_VERSION,
          "Revision",
          revision.id(),
          revision.downRevisions(),
          revision.dependsOn(),
          revision.branchLabels(),
          revision.message(),
          revision.created(),
          revision.source());
    }
  }

  static RevisionDocument of(HistoryEntry entry) {
    var revision = entry.revision();
    return new RevisionDocument(
        revision.id(),
        revision.downRevisions(),
        revision.dependsOn(),
        revision.branchLabels(),
        entry.labels(),
        revision.message(),
        revision.created(),
        revision.source(),
        entry.flags().stream().sorted().map(HistoryEntry.Flag::text).toList());
  }
}
