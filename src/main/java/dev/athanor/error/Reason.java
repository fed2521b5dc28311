package dev.athanor.error;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why something could not be done. A reason's {@linkplain #id() name} is a contract: the same word
 * in the JSON of an error, in a condition of the resource, in an event and in {@code
 * docs/reasons.md}. Its exit code says what a Job does with it: 2 wrong usage, 10 to 19 permanent,
 * 20 to 29 worth another try.
 */
public enum Reason {
  // 2: the command line
  INVALID_USAGE(2),
  FILE_EXISTS(2),

  // 10: the revision set, read by itself
  CYCLE_DETECTED(10),
  SELF_LOOP(10),
  DEPENDENCY_CYCLE_DETECTED(10),
  DEPENDENCY_SELF_LOOP(10),
  MISSING_DOWN_REVISION(10),
  MISSING_DEPENDENCY(10),
  DUPLICATE_BRANCH_LABEL(10),
  DUPLICATE_REVISION(10),
  DUPLICATE_FILE(10),
  ILLEGAL_REVISION_ID(10),
  INVALID_HEADER(10),
  INVALID_CHANGELOG(10),
  FORBIDDEN_CHANGE(10),
  TRANSACTION_CONTROL(10),
  MISSING_ROLLBACK(10),
  UNREADABLE_FILE(10),
  EMPTY_REVISION_SET(10),

  // 11: the target, or the revisions a command was given
  UNKNOWN_REVISION(11),
  AMBIGUOUS_REVISION(11),
  NO_SUCH_BRANCH(11),
  NOT_MEMBER_OF_BRANCH(11),
  MULTIPLE_HEADS(11),
  RANGE_NOT_ANCESTOR(11),
  RELATIVE_OUT_OF_RANGE(11),
  AMBIGUOUS_WALK(11),
  AMBIGUOUS_CURRENT(11),
  INVALID_DOWNGRADE_TARGET(11),
  OVERLAPPING_REVISIONS(11),
  RANGE_NOT_ALLOWED(11),
  RANGE_REQUIRED(11),
  RANGE_SYNTAX(11),
  PURGE_NOT_ALLOWED_OFFLINE(11),
  NOT_A_HEAD(11),
  DUPLICATE_REVISIONS_GIVEN(11),

  // 12: allowed by nobody, or a check that does not hold
  DOWNGRADE_FORBIDDEN(12),
  REVISION_REPLACED(12),
  NOT_APPROVED(12),
  NOT_EMPTY_NOT_VERSIONED(12),
  DATABASE_CONFLICT(12),
  DATABASE_NOT_AT_HEAD(12),
  DATABASE_NOT_UP_TO_DATE(12),
  NOT_CONFIRMED(12),

  // 13 to 19: found out at the database
  SQL_FAILED(13),
  PRECONDITION_FAILED(13),
  REVISION_EDITED(14),
  REVISION_GAP(14),
  NEEDS_DECISION(15),

  // 16: found out at the Kubernetes API
  RESOURCE_NOT_FOUND(16),
  RESOURCE_STALLED(16),
  NOT_APPLICABLE(16),
  CLUSTER_REFUSED(16),

  INVALID_CONFIGURATION(17),
  UNSUPPORTED_DATABASE(17),
  INTERNAL_ERROR(19),

  // 20 to 29: the same command may well succeed later
  DATABASE_UNREACHABLE(20),
  CONNECTION_LOST(20),
  DATABASE_READ_ONLY(20),
  AUTHENTICATION_FAILED(21),
  TLS_FAILED(21),
  MISSING_SECRET_KEY(21),
  INVALID_SECRET(21),
  LOCK_TIMEOUT(22),
  SOURCE_CHANGED(23),
  PLAN_CHANGED(23),
  DATABASE_CHANGED(23),
  INTERRUPTED(24),
  TARGET_NOT_REACHED(25),
  CLUSTER_UNREACHABLE(25),
  NOT_READY_IN_TIME(25),
  OUT_OF_RESOURCES(26);

  private final String id;
  private final int exitCode;

  Reason(int exitCode) {
    this.exitCode = exitCode;
    var camel = new StringBuilder();
    for (var word : name().split("_", -1)) {
      camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    this.id = camel.toString();
  }

  /** The stable CamelCase name, for example {@code UnknownRevision}. */
  public String id() {
    return id;
  }

  /** The exit code of a process that ends for this reason: 2, or from 10 to 29. */
  public int exitCode() {
    return exitCode;
  }

  /**
   * Whether the same command may succeed later without anybody changing the set or the resource.
   */
  public boolean retryable() {
    return exitCode >= 20;
  }

  /** The reason with this CamelCase name, if there is one. */
  public static Optional<Reason> of(String id) {
    return Arrays.stream(values()).filter(reason -> reason.id.equals(id)).findFirst();
  }
}
