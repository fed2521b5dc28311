package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator knows of a database. What is absent is not known.
 *
 * @param observedGeneration the generation of the spec that the rest is about
 * @param conditions Ready always; Reconciling or Stalled only while true
 * @param asked what the spec asks for, and since which generation
 * @param current the rows of the version table as last seen; empty at base
 * @param target what spec.target resolved to
 * @param pending how many steps there are to the target
 * @param source the revision set
 * @param job the last Job
 * @param retry what the next attempt waits for
 * @param lastOperation what the last finished Job did
 * @param history the last ten operations, the newest first
 * @param database which database it is
 * @param plan what waits for its approval
 * @param applied what the database had when it last was where it should be
 * @param lastHandledReconcileAt the value of the annotation {@code athanor.dev/reconcile-at} that
 *     was last acted on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatabaseMigrationStatus(
    @JsonPropertyDescription("The generation of the spec that the rest is about.")
        @Nullable Long observedGeneration,
    @Size(max = 8)
        @JsonPropertyDescription("Ready always; Reconciling or Stalled only while they are true.")
        List<Condition> conditions,
    @JsonPropertyDescription("What the spec asks for, and since which generation.")
        @Nullable AskedStatus asked,
    @Size(max = 256)
        @JsonPropertyDescription(
            "The rows of the version table as last seen: absent when not known, empty at base.")
        @Nullable List<@Size(max = 255) String> current,
    @JsonPropertyDescription("What spec.target resolved to.") @Nullable TargetDocument target,
    @JsonPropertyDescription("How many steps there are to the target.") @Nullable Integer pending,
    @JsonPropertyDescription("The revision set.") @Nullable SourceStatus source,
    @JsonPropertyDescription("The last Job.") @Nullable JobStatus job,
    @JsonPropertyDescription("What the next attempt waits for.") @Nullable RetryStatus retry,
    @JsonPropertyDescription("What the last finished Job did.")
        @Nullable OperationStatus lastOperation,
    @Size(max = 10) @JsonPropertyDescription("The last ten operations, the newest first.")
        List<HistoryEntry> history,
    @JsonPropertyDescription("Which database it is, as it says itself.")
        @Nullable DatabaseIdentity database,
    @JsonPropertyDescription("The plan that waits for its approval, or is being carried out.")
        @Nullable PlanStatus plan,
    @JsonPropertyDescription("What the database had when it last was where it should be.")
        @Nullable AppliedStatus applied,
    @Size(max = 255)
        @JsonPropertyDescription(
            "The value of the annotation athanor.dev/reconcile-at that was last acted on.")
        @Nullable String lastHandledReconcileAt) {

  /** What is known of a resource that nobody has looked at yet. */
  public static final DatabaseMigrationStatus NOTHING_KNOWN =
      new DatabaseMigrationStatus(
          null, List.of(), null, null, null, null, null, null, null, null, List.of(), null, null,
          null, null);

  /**
   * Where the database is, as a column of {@code kubectl get} can show it: absent when not known.
   */
  @JsonProperty(value = "at", access = JsonProperty.Access.READ_ONLY)
  @JsonPropertyDescription("status.current in one line, for kubectl get: base, c3, a1,b2.")
  public @Nullable String at() {
    return current == null ? null : line(current);
  }

  /** Where it should be, likewise: the target as written while it is not resolved. */
  @JsonProperty(value = "to", access = JsonProperty.Access.READ_ONLY)
  @JsonPropertyDescription("status.target in one line, for kubectl get.")
  public @Nullable String to() {
    if (target == null) {
      return null;
    }
    return target.revisions() == null ? target.expression() : line(target.revisions());
  }

  private static String line(List<String> revisions) {
    return revisions.isEmpty() ? "base" : String.join(",", revisions);
  }

  /** Keeps its own copies of the lists. */
  public DatabaseMigrationStatus {
    conditions = Lists.copy(conditions);
    current = current == null ? null : List.copyOf(current);
    history = Lists.copy(history);
  }
}
