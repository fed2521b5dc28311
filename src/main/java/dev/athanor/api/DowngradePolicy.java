package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What may happen when an upgrade's target lies behind the database. */
public enum DowngradePolicy {
  /** Nothing is run; the resource is Stalled and says so. */
  @JsonProperty("Forbid")
  FORBID("Forbid"),
  /** The way back is planned, and waits for an approval. */
  @JsonProperty("RequireApproval")
  REQUIRE_APPROVAL("RequireApproval"),
  /** The database is taken back to the target. */
  @JsonProperty("Allow")
  ALLOW("Allow");

  private final String id;

  DowngradePolicy(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
