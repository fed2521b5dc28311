package dev.athanor.operator;

import dev.athanor.api.ErrorDetail;
import dev.athanor.revision.RevisionGraph;
import java.util.Map;
import java.util.Optional;

/** What the referenced revisions amount to, and the target where that is written beside them. */
public sealed interface SourceState {

  /** A revision set that a Job can be given. */
  sealed interface Usable extends SourceState {
    /** What tells this set from others. */
    String digest();

    /** Where the Job finds it. */
    Mounted mounted();

    /** What {@code spec.targetFrom} says; absent where the target is in the spec. */
    Optional<String> target();
  }

  /**
   * A revision set that was read.
   *
   * @param digest over its files
   * @param graph of its revisions
   * @param checksums of its files, by revision
   */
  record Loaded(
      String digest,
      RevisionGraph graph,
      Map<String, String> checksums,
      Mounted mounted,
      Optional<String> target)
      implements Usable {}

  /** A revision set that only a Job can read. */
  record Opaque(String digest, Mounted mounted, Optional<String> target) implements Usable {}

  /** A ConfigMap that is not there, yet: nobody has to do anything but create it. */
  record Missing(String message) implements SourceState {}

  /** Something that a person must mend. */
  record Broken(ErrorDetail error) implements SourceState {}
}
