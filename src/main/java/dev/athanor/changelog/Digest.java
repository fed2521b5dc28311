package dev.athanor.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over several values, each with its length, so that none can pass for another's end. */
final class Digest {
  private final MessageDigest sha256;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Digest add(String value) {
    return add(value.getBytes(UTF_8));
  }

  Digest add(byte[] value) {
    sha256.update((value.length + ":").getBytes(UTF_8));
    sha256.update(value);
    return this;
  }

  Digest add(Iterable<String> values) {
    values.forEach(this::add);
    sha256.update((byte) ';');
    return this;
  }

  /** {@code sha256:} and 64 hexadecimal digits. */
  String value() {
    return "sha256:" + HexFormat.of().formatHex(sha256.digest());
  }

  /** The digest of one text alone, as {@code sha256sum} has it. */
  static String of(String text) {
    var digest = new Digest();
    digest.sha256.update(text.getBytes(UTF_8));
    return digest.value();
  }
}
