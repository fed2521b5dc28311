package dev.athanor.migrate;

/** What an upgrade may do when its target lies behind the database. */
public enum DowngradePolicy {
  /** Say so and do nothing. */
  FORBID,
  /** Do so only as an approved plan. */
  REQUIRE_APPROVAL,
  /** Take back what is too much, from the archive where the file is gone. */
  ALLOW
}
