package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens when the database has tables and no version table. */
public enum OnNotEmpty {
  /** Nothing is run; the resource is Stalled and names some of the tables. */
  @JsonProperty("Fail")
  FAIL("Fail"),
  /** The tables are others': the revisions begin at the base. */
  @JsonProperty("Accept")
  ACCEPT("Accept");

  private final String id;

  OnNotEmpty(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
