package dev.athanor.testing.kube;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of a text: what kubelet keeps of a message that is too long. */
final class Tail {
  private Tail() {}

  static String of(String text, int bytes) {
    var all = text.getBytes(StandardCharsets.UTF_8);
    var end = Arrays.copyOfRange(all, Math.max(0, all.length - bytes), all.length);
    return new String(end, StandardCharsets.UTF_8);
  }
}
