package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far a Job is, as its conditions say. */
public enum JobPhase {
  /** Neither complete nor failed. */
  @JsonProperty("Running")
  RUNNING,
  /** Complete, and its result is in the status. */
  @JsonProperty("Succeeded")
  SUCCEEDED,
  /** Failed, and its result is in the status. */
  @JsonProperty("Failed")
  FAILED
}
