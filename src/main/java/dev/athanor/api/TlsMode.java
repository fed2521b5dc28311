package dev.athanor.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the connection is encrypted, in libpq's words. */
public enum TlsMode {
  /** Not encrypted. */
  @JsonProperty("disable")
  DISABLE("disable"),
  /** Encrypted; whoever answers is believed. */
  @JsonProperty("require")
  REQUIRE("require"),
  /** Encrypted, and the server's certificate is signed by an authority that is trusted. */
  @JsonProperty("verify-ca")
  VERIFY_CA("verify-ca"),
  /** The same, and the certificate is for the host that was asked for. */
  @JsonProperty("verify-full")
  VERIFY_FULL("verify-full");

  private final String id;

  TlsMode(String id) {
    this.id = id;
  }

  /** The field's value. */
  public String id() {
    return id;
  }
}
