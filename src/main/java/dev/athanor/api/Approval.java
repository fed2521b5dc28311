package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a person looks at a plan before it is carried out. */
public enum Approval {
  /** Nobody has to. */
  @JsonProperty("Automatic")
  AUTOMATIC("Automatic"),
  /** Nothing is done to the database that was not approved by its hash. */
  @JsonProperty("Manual")
  MANUAL("Manual");

  private final String id;

  Approval(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
