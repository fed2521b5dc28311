package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens when a revision's file is no longer what was applied. */
public enum OnEdit {
  /** Nothing is run; the resource is Stalled and names the revision. */
  @JsonProperty("Fail")
  FAIL("Fail"),
  /** The Job's log says so and the operation goes on. */
  @JsonProperty("Warn")
  WARN("Warn"),
  /** The new text is taken as the one that was applied. */
  @JsonProperty("Accept")
  ACCEPT("Accept");

  private final String id;

  OnEdit(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
