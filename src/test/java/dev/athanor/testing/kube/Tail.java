package dev.athanor.testing.kube;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The end of a file: what kubelet keeps of a message that is too long. */
final class Tail {
  private Tail() {}

  static byte[] of(Path file, int most) throws IOException {
    var all = Files.readAllBytes(file);
    return Arrays.copyOfRange(all, Math.max(0, all.length - most), all.length);
  }
}
