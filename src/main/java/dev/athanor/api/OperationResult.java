package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one run of {@code athanor upgrade}, {@code downgrade} or {@code stamp}: printed
 * with {@code -o json}, and left as the termination message of a Job's pod, which is all that the
 * operator learns of the database.
 *
 * @param apiVersion {@link Json#API_VERSION}
 * @param kind {@code OperationResult}
 * @param operation {@code upgrade}, {@code downgrade} or {@code stamp}
 * @param target what was asked for and what it resolved to; absent when it did not get that far
 * @param from the version rows before; absent when the database was not reached
 * @param to the version rows that the operation led to; absent when the database was not reached
 * @param steps how many steps were done
 * @param planned how many steps there were to do
 * @param startedAt RFC 3339, UTC
 * @param completedAt RFC 3339, UTC
 * @param current the version rows as last seen; absent when the database was not reached
 * @param digest of the revision set
 * @param database which database it was
 * @param plan what was planned, by {@code athanor plan}
 * @param error why it ended before its target
 * @param times how long it took; absent when it was not carried out
 * @param truncated true when something was left out or cut to fit a termination message
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "apiVersion",
  "kind",
  "operation",
  "target",
  "from",
  "to",
  "steps",
  "planned",
  "startedAt",
  "completedAt",
  "current",
  "digest",
  "database",
  "plan",
  "error",
  "times",
  "truncated"
})
public record OperationResult(
    String apiVersion,
    String kind,
    String operation,
    @Nullable TargetDocument target,
    @Nullable List<String> from,
    @Nullable List<String> to,
    int steps,
    int planned,
    @Nullable String startedAt,
    @Nullable String completedAt,
    @Nullable List<String> current,
    @Nullable String digest,
    @Nullable DatabaseIdentity database,
    @Nullable PlanSummary plan,
    @Nullable ErrorDetail error,
    @Nullable RunTimes times,
    @Nullable Boolean truncated) {

  /** The kind of this document. */
  public static final String KIND = "OperationResult";

  /** Keeps its own copies of the lists. */
  public OperationResult {
    from = from == null ? null : List.copyOf(from);
    to = to == null ? null : List.copyOf(to);
    current = current == null ? null : List.copyOf(current);
  }

  /** Whether the operation reached its target. */
  @JsonIgnore
  public boolean succeeded() {
    return error == null;
  }

  /** The result on one line of at most 4,095 bytes; says so where it had to cut something. */
  public String toTerminationMessage() {
    return TerminationMessage.of(this);
  }

  /** Reads what a Job's pod left; empty when that is not a result of ours. */
  public static Optional<OperationResult> parse(@Nullable String terminationMessage) {
    if (terminationMessage == null || !terminationMessage.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      var result = Json.read(terminationMessage, OperationResult.class);
      return KIND.equals(result.kind()) ? Optional.of(result) : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** A result to be filled in, with nothing known of the database yet. */
  public static Builder builder(String operation) {
    return new Builder(operation);
  }

  /** Collects what becomes known while an operation runs; each method returns the builder. */
  public static final class Builder {
    private final String operation;
    private @Nullable TargetDocument target;
    private @Nullable List<String> from;
    private @Nullable List<String> to;
    private int steps;
    private int planned;
    private @Nullable String startedAt;
    private @Nullable String completedAt;
    private @Nullable List<String> current;
    private @Nullable String digest;
    private @Nullable DatabaseIdentity database;
    private @Nullable PlanSummary plan;
    private @Nullable ErrorDetail error;
    private @Nullable RunTimes times;

    private Builder(String operation) {
      this.operation = operation;
    }

    /** What was asked for and what it resolved to. */
    public Builder target(String expression, List<String> revisions) {
      this.target = new TargetDocument(expression, revisions);
      return this;
    }

    /** The version rows before. */
    public Builder from(List<String> rows) {
      this.from = rows;
      return this;
    }

    /** The version rows that the operation led to. */
    public Builder to(List<String> rows) {
      this.to = rows;
      return this;
    }

    /** How many steps were done, of how many. */
    public Builder steps(int done, int ofPlanned) {
      this.steps = done;
      this.planned = ofPlanned;
      return this;
    }

    /** When it began. */
    public Builder startedAt(java.time.Instant instant) {
      this.startedAt = Times.format(instant);
      return this;
    }

    /** When it ended. */
    public Builder completedAt(java.time.Instant instant) {
      this.completedAt = Times.format(instant);
      return this;
    }

    /** The version rows as last seen. */
    public Builder current(List<String> rows) {
      this.current = rows;
      return this;
    }

    /** The digest of the revision set. */
    public Builder digest(String sha256) {
      this.digest = sha256;
      return this;
    }

    /** Which database it was, and which version table in it. */
    public Builder database(String product, String version, String identity, String versionTable) {
      this.database = new DatabaseIdentity(product, version, identity, versionTable);
      return this;
    }

    /** What was planned. */
    public Builder plan(PlanSummary summary) {
      this.plan = summary;
      return this;
    }

    /** Why it ended before its target. */
    public Builder error(ErrorDetail detail) {
      this.error = detail;
      return this;
    }

    /** How long it took. */
    public Builder times(RunTimes taken) {
      this.times = taken;
      return this;
    }

    /** The finished value. */
    public OperationResult build() {
      return new OperationResult(
          Json.API_VERSION,
          KIND,
          operation,
          target,
          from,
          to,
          steps,
          planned,
          startedAt,
          completedAt,
          current,
          digest,
          database,
          plan,
          error,
          times,
          null);
    }
  }
}
