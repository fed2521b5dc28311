package dev.athanor.migrate;

import dev.athanor.revision.Operation;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done to a database.
 *
 * @param operation the command
 * @param targets target expressions; one for an upgrade or a downgrade, any number for a stamp
 * @param purge for a stamp: forget whatever rows there are
 * @param operationId makes the request something that happens once: the target that it resolved to
 *     is recorded before the first step, and the same id again goes on to that, or reports it done
 * @param expectedDigest refuse to run on another revision set than this
 * @param downgradePolicy for an upgrade whose target lies behind the database; absent: as Alembic,
 *     which does nothing, and knows no revision that has no file
 * @param onEdit what is done about revisions edited after they were applied
 * @param allowGaps for an upgrade: whether revisions that were put behind applied ones are run now
 * @param tag a word of the caller's that the journal keeps with the operation
 * @param terms what has to hold before anything is done
 */
public record Request(
    Operation operation,
    List<String> targets,
    boolean purge,
    Optional<String> operationId,
    Optional<String> expectedDigest,
    Optional<DowngradePolicy> downgradePolicy,
    OnEdit onEdit,
    boolean allowGaps,
    Optional<String> tag,
    Terms terms) {

  /** Keeps its own copy of the targets. */
  public Request {
    targets = List.copyOf(targets);
  }

  private static Request plain(Operation operation, List<String> targets) {
    return new Request(
        operation,
        targets,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OnEdit.FAIL,
        false,
        Optional.empty(),
        Terms.NONE);
  }

  /** {@code upgrade <target>}. */
  public static Request upgrade(String target) {
    return plain(Operation.UPGRADE, List.of(target));
  }

  /** {@code downgrade <target>}. */
  public static Request downgrade(String target) {
    return plain(Operation.DOWNGRADE, List.of(target));
  }

  /** {@code stamp <target>…}. */
  public static Request stamp(List<String> targets, boolean purge) {
    return new Request(
        Operation.STAMP,
        targets,
        purge,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OnEdit.FAIL,
        false,
        Optional.empty(),
        Terms.NONE);
  }

  /** The same, once. */
  public Request withOperationId(String id) {
    return new Request(
        operation,
        targets,
        purge,
        Optional.of(id),
        expectedDigest,
        downgradePolicy,
        onEdit,
        allowGaps,
        tag,
        terms);
  }

  /** The same, on that revision set only. */
  public Request withExpectedDigest(String digest) {
    return new Request(
        operation,
        targets,
        purge,
        operationId,
        Optional.of(digest),
        downgradePolicy,
        onEdit,
        allowGaps,
        tag,
        terms);
  }

  /** The same with another policy. */
  public Request withDowngradePolicy(DowngradePolicy policy) {
    return new Request(
        operation,
        targets,
        purge,
        operationId,
        expectedDigest,
        Optional.of(policy),
        onEdit,
        allowGaps,
        tag,
        terms);
  }

  /** The same with another view of edited revisions. */
  public Request withOnEdit(OnEdit view) {
    return new Request(
        operation,
        targets,
        purge,
        operationId,
        expectedDigest,
        downgradePolicy,
        view,
        allowGaps,
        tag,
        terms);
  }

  /** The same, with a word for the journal. */
  public Request withTag(String word) {
    return new Request(
        operation,
        targets,
        purge,
        operationId,
        expectedDigest,
        downgradePolicy,
        onEdit,
        allowGaps,
        Optional.of(word),
        terms);
  }

  /** The same on these terms. */
  public Request withTerms(Terms other) {
    return new Request(
        operation,
        targets,
        purge,
        operationId,
        expectedDigest,
        downgradePolicy,
        onEdit,
        allowGaps,
        tag,
        other);
  }

  /** The same, running first what was put behind applied revisions. */
  public Request withAllowGaps() {
    return new Request(
        operation,
        targets,
        purge,
        operationId,
        expectedDigest,
        downgradePolicy,
        onEdit,
        true,
        tag,
        terms);
  }

  /** The target as written. */
  public String expression() {
    return String.join(" ", targets);
  }
}
