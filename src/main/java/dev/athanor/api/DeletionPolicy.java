package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of the database when its resource is deleted. */
public enum DeletionPolicy {
  /** It stays as it is. */
  @JsonProperty("Retain")
  RETAIN("Retain"),
  /** It is taken back to the base first; the resource goes when that is done. */
  @JsonProperty("Downgrade")
  DOWNGRADE("Downgrade");

  private final String id;

  DeletionPolicy(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
