package dev.athanor.revision;

import java.util.Collection;
import java.util.List;

/** Placeholder until branch wt-revision is merged. */
public final class RevisionGraph {
  private final List<Revision> revisions;

  private RevisionGraph(List<Revision> revisions) {
    this.revisions = revisions;
  }

  /** A graph that checks nothing yet. */
  public static RevisionGraph of(Collection<Revision> inLoadOrder) {
    return new RevisionGraph(List.copyOf(inLoadOrder));
  }

  /** In load order. */
  public List<Revision> revisions() {
    return revisions;
  }
}
