package dev.athanor.migrate;

import java.util.Optional;

/**
 * What has to hold before a request is carried out.
 *
 * @param baseline for an upgrade: the revision that a database with tables and no version table is
 *     taken to be at; it is stamped there first
 * @param onNotEmpty what is done about such a database without a baseline
 * @param approvedPlan carry out the plan with this hash and no other
 * @param owner whoever keeps this database; the operation's id in the journal begins with it
 * @param takeOver whether the database may have been another owner's so far
 */
public record Terms(
    Optional<String> baseline,
    OnNotEmpty onNotEmpty,
    Optional<String> approvedPlan,
    Optional<String> owner,
    boolean takeOver) {

  /** What holds for a command without options. */
  public static final Terms NONE =
      new Terms(Optional.empty(), OnNotEmpty.FAIL, Optional.empty(), Optional.empty(), false);

  /** The same with a baseline. */
  public Terms withBaseline(String revision) {
    return new Terms(Optional.of(revision), onNotEmpty, approvedPlan, owner, takeOver);
  }

  /** The same with another view of tables that no revision made. */
  public Terms withOnNotEmpty(OnNotEmpty view) {
    return new Terms(baseline, view, approvedPlan, owner, takeOver);
  }

  /** The same for this plan only. */
  public Terms withApprovedPlan(String hash) {
    return new Terms(baseline, onNotEmpty, Optional.of(hash), owner, takeOver);
  }

  /** The same for this owner. */
  public Terms withOwner(String id, boolean mayTakeOver) {
    return new Terms(baseline, onNotEmpty, approvedPlan, Optional.of(id), mayTakeOver);
  }
}
