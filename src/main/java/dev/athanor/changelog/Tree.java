package dev.athanor.changelog;

/** Stub. */
record Tree() {
  static Tree of(RevisionFile file) {
    return new Tree();
  }
}
