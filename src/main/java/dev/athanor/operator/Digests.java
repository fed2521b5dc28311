package dev.athanor.operator;

import dev.athanor.api.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Short fixed-length stand-ins for longer values. */
final class Digests {
  private Digests() {}

  /** A digest of the value's JSON. */
  static String of(Object value) {
    return "sha256:" + hex(Json.write(value));
  }

  /** Ten characters that differ when one of the parts does, however they are cut. */
  static String brief(List<String> parts) {
    return hex(Json.write(parts)).substring(0, 10);
  }

  private static String hex(String text) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
