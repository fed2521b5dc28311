package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a node pulls an image. */
public enum ImagePullPolicy {
  @JsonProperty("Always")
  ALWAYS("Always"),
  @JsonProperty("IfNotPresent")
  IF_NOT_PRESENT("IfNotPresent"),
  @JsonProperty("Never")
  NEVER("Never");

  private final String id;

  ImagePullPolicy(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
