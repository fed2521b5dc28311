package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where a database should be. What is absent here has the value that the CRD's default would give
 * it.
 *
 * @param database which database and how it is reached
 * @param revisions where the revision files are
 * @param operation what is done to the database
 * @param target where it should be
 * @param targetFrom where the target is written, if not here
 * @param downgradePolicy what may happen when an upgrade's target lies behind the database
 * @param approval whether a person looks at a plan before it is carried out
 * @param approvedPlan the hash of the plan that may be carried out
 * @param baseline where a database is that has tables and no version table
 * @param onNotEmpty what happens with such a database without a baseline
 * @param onEdit what happens when an applied revision's file has changed
 * @param lockTimeout how long to wait for another run on the same database
 * @param statementTimeout how long one statement may take; 0s for no limit
 * @param activeDeadline how long one Job may take; 0s for no limit
 * @param backoff how retries are spaced
 * @param job how the Job's pod is shaped
 * @param suspend whether nothing is to be run for now
 * @param deletionPolicy what becomes of the database when the resource is deleted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.operation != 'downgrade' || !(self.target in ['head', 'heads'])",
    message = "a downgrade needs a target to go down to: an id, base or a step like -1",
    fieldPath = ".target")
@ValidationRule(
    value = "self.operation == 'stamp' || !self.target.contains(' ')",
    message = "only a stamp takes several targets",
    fieldPath = ".target")
@ValidationRule(
    value = "self.operation != 'upgrade' || !self.target.startsWith('-')",
    message = "an upgrade does not go down: use operation: downgrade",
    fieldPath = ".target")
@ValidationRule(
    value = "!has(self.targetFrom) || self.target == 'head'",
    message = "target and targetFrom exclude each other",
    fieldPath = ".targetFrom")
@ValidationRule(
    value = "!has(self.targetFrom) || self.operation == 'upgrade'",
    message = "targetFrom goes with operation: upgrade, which follows it",
    fieldPath = ".targetFrom")
public record DatabaseMigrationSpec(
    @Required @JsonPropertyDescription("Which database, and how it is reached.")
        DatabaseSpec database,
    @Required @JsonPropertyDescription("Where the revision files are.") RevisionsSpec revisions,
    @Default("upgrade")
        @JsonPropertyDescription(
            "What is done to the database. An upgrade follows its target: when the revision set"
                + " changes and the target moves, it runs again. A downgrade, a stamp and every"
                + " relative target are carried out once for a generation of the spec.")
        OperationName operation,
    @Default("head")
        @Size(min = 1, max = 255)
        @Pattern(DatabaseMigrationSpec.TARGETS)
        @JsonPropertyDescription(
            "Where the database should be: head, heads, base, an id or a unique prefix of one, +N,"
                + " -N, <revision>+N, <label>@head, … A stamp takes several, separated by spaces.")
        String target,
    @JsonPropertyDescription(
            "Where the target of an upgrade is written, if not here: promoting a revision is then"
                + " one ConfigMap.")
        @Nullable TargetSource targetFrom,
    @Default("Forbid")
        @JsonPropertyDescription(
            "What may happen when the target of an upgrade lies behind the database, as after a"
                + " git revert.")
        DowngradePolicy downgradePolicy,
    @Default("Automatic")
        @JsonPropertyDescription(
            "Manual: what is to be done is planned, shown, and waits for an approval of that plan.")
        Approval approval,
    @Size(max = 71)
        @Pattern("^sha256:[0-9a-f]{64}$")
        @JsonPropertyDescription(
            "The plan that may be carried out: status.plan.hash. The annotation"
                + " athanor.dev/approve does the same.")
        @Nullable String approvedPlan,
    @Size(min = 1, max = 255)
        @Pattern("^[^-@+: ][^@+: ]*$")
        @JsonPropertyDescription(
            "Where a database is that has tables and no version table: it is stamped there, once,"
                + " before its first upgrade.")
        @Nullable String baseline,
    @Default("Fail")
        @JsonPropertyDescription(
            "What happens with such a database where there is no baseline. Accept: its tables have"
                + " nothing to do with the revisions.")
        OnNotEmpty onNotEmpty,
    @Default("Fail")
        @JsonPropertyDescription(
            "What happens when the file of a revision is no longer what was applied.")
        OnEdit onEdit,
    @Default("5m")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription(
            "How long to wait for another run on the same database, for example 5m.")
        String lockTimeout,
    @Default("1h")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription("How long one statement may take; 0s for no limit.")
        String statementTimeout,
    @Default("0s")
        @Size(min = 2, max = 32)
        @Pattern(Durations.PATTERN)
        @JsonPropertyDescription(
            "How long one Job may take before it is stopped between two steps; 0s for no limit.")
        String activeDeadline,
    @Default("{}") @JsonPropertyDescription("How retries are spaced.") BackoffSpec backoff,
    @Default("{}") @JsonPropertyDescription("How the Job's pod is shaped.") JobSpec job,
    @Default("false")
        @JsonPropertyDescription(
            "While true no new Job is made; a Job that runs is left to finish.")
        Boolean suspend,
    @Default("Retain")
        @JsonPropertyDescription(
            "What becomes of the database when the resource is deleted. Downgrade: it is taken back"
                + " to the base first.")
        DeletionPolicy deletionPolicy) {

  /** What is no target ({@code --url=…}) must not get onto the Job's command line as one. */
  static final String TARGETS = "^(-[0-9]+|[^- ][^ ]*)( (-[0-9]+|[^- ][^ ]*))*$";

  /** Fills in the defaults, as the API server does where it has the CRD. */
  public DatabaseMigrationSpec {
    operation = operation == null ? OperationName.UPGRADE : operation;
    target = target == null ? "head" : target;
    downgradePolicy = downgradePolicy == null ? DowngradePolicy.FORBID : downgradePolicy;
    approval = approval == null ? Approval.AUTOMATIC : approval;
    onNotEmpty = onNotEmpty == null ? OnNotEmpty.FAIL : onNotEmpty;
    onEdit = onEdit == null ? OnEdit.FAIL : onEdit;
    lockTimeout = lockTimeout == null ? "5m" : lockTimeout;
    statementTimeout = statementTimeout == null ? "1h" : statementTimeout;
    activeDeadline = activeDeadline == null ? "0s" : activeDeadline;
    backoff = backoff == null ? BackoffSpec.DEFAULT : backoff;
    job = job == null ? JobSpec.DEFAULT : job;
    suspend = suspend != null && suspend;
    deletionPolicy = deletionPolicy == null ? DeletionPolicy.RETAIN : deletionPolicy;
  }

  /**
   * What it asks to be done: without what says only when, and whether. The same value asks for
   * nothing new.
   */
  public DatabaseMigrationSpec asking() {
    return new DatabaseMigrationSpec(
        database,
        revisions,
        operation,
        target,
        targetFrom,
        downgradePolicy,
        Approval.AUTOMATIC,
        null,
        baseline,
        onNotEmpty,
        onEdit,
        lockTimeout,
        statementTimeout,
        activeDeadline,
        backoff,
        job,
        false,
        DeletionPolicy.RETAIN);
  }

  /** What is asked of the database when the resource goes, and it is not to stay as it is. */
  public DatabaseMigrationSpec takenBack() {
    return new DatabaseMigrationSpec(
        database,
        revisions,
        OperationName.DOWNGRADE,
        "base",
        null,
        downgradePolicy,
        approval,
        approvedPlan,
        baseline,
        onNotEmpty,
        onEdit,
        lockTimeout,
        statementTimeout,
        activeDeadline,
        backoff,
        job,
        suspend,
        deletionPolicy);
  }
}
