package dev.athanor.changelog;

import java.util.OptionalInt;

/** Stub. */
final class Rollbacks {
  private Rollbacks() {}

  static OptionalInt lineWithout(Tree tree) {
    return OptionalInt.empty();
  }
}
