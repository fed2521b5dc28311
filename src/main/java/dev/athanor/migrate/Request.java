package dev.athanor.migrate;

import dev.athanor.revision.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

  /** Says only what is special about it: the rest is as it was. */
  private static final class Draft {
    private boolean purge;
    private Optional<String> operationId = Optional.empty();
    private Optional<String> expectedDigest = Optional.empty();
    private Optional<DowngradePolicy> downgradePolicy = Optional.empty();
    private OnEdit onEdit = OnEdit.FAIL;
    private boolean allowGaps;
    private Optional<String> tag = Optional.empty();
    private Terms terms = Terms.NONE;

    private Request of(Operation operation, List<String> targets) {
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
          terms);
    }
  }

  private Request with(Consumer<Draft> change) {
    var draft = new Draft();
    draft.purge = purge;
    draft.operationId = operationId;
    draft.expectedDigest = expectedDigest;
    draft.downgradePolicy = downgradePolicy;
    draft.onEdit = onEdit;
    draft.allowGaps = allowGaps;
    draft.tag = tag;
    draft.terms = terms;
    change.accept(draft);
    return draft.of(operation, targets);
  }

  /** {@code upgrade <target>}. */
  public static Request upgrade(String target) {
    return new Draft().of(Operation.UPGRADE, List.of(target));
  }

  /** {@code downgrade <target>}. */
  public static Request downgrade(String target) {
    return new Draft().of(Operation.DOWNGRADE, List.of(target));
  }

  /** {@code stamp <target>…}. */
  public static Request stamp(List<String> targets, boolean purge) {
    return new Draft().of(Operation.STAMP, targets).with(draft -> draft.purge = purge);
  }

  /** The same, once. */
  public Request withOperationId(String id) {
    return with(draft -> draft.operationId = Optional.of(id));
  }

  /** The same, on that revision set only. */
  public Request withExpectedDigest(String digest) {
    return with(draft -> draft.expectedDigest = Optional.of(digest));
  }

  /** The same with another policy. */
  public Request withDowngradePolicy(DowngradePolicy policy) {
    return with(draft -> draft.downgradePolicy = Optional.of(policy));
  }

  /** The same with another view of edited revisions. */
  public Request withOnEdit(OnEdit view) {
    return with(draft -> draft.onEdit = view);
  }

  /** The same, with a word for the journal. */
  public Request withTag(String word) {
    return with(draft -> draft.tag = Optional.of(word));
  }

  /** The same on these terms. */
  public Request withTerms(Terms other) {
    return with(draft -> draft.terms = other);
  }

  /** The same, running first what was put behind applied revisions. */
  public Request withAllowGaps() {
    return with(draft -> draft.allowGaps = true);
  }

  /** The target as written. */
  public String expression() {
    return String.join(" ", targets);
  }
}
