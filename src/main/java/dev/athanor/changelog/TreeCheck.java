package dev.athanor.changelog;

import java.util.List;

/** Stub. */
final class TreeCheck {
  TreeCheck(RevisionFile file) {}

  void check(List<Warning> warnings) {}
}
