package dev.athanor.operator;

import dev.athanor.api.ErrorDetail;
import dev.athanor.revision.RevisionGraph;

/** What the referenced ConfigMaps amount to. */
public sealed interface SourceState {
  /**
   * A revision set that can be used.
   *
   * @param digest over its files
   * @param graph of its revisions
   */
  record Loaded(String digest, RevisionGraph graph) implements SourceState {}

  /** A ConfigMap that is not there, yet: nobody has to do anything but create it. */
  record Missing(String message) implements SourceState {}

  /** A set that a person must mend. */
  record Broken(ErrorDetail error) implements SourceState {}
}
