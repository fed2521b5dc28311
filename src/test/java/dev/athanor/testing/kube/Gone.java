package dev.athanor.testing.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.function.Supplier;

/** Writes of a controller: one that loses against a deletion has no one left to tell. */
final class Gone {
  private static final int TRIES = 20;

  private Gone() {}

  /** Writes, again after a conflict, and ignores that the object is gone. */
  static void ignored(Supplier<?> write) {
    for (var attempt = 1; ; attempt++) {
      try {
        var _ = write.get();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == 404) {
          return;
        }
        if (e.getCode() != 409 || attempt == TRIES) {
          throw e;
        }
      }
    }
  }
}
