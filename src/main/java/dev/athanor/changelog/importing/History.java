package dev.athanor.changelog.importing;

import java.util.List;

/** How one tool keeps its migrations. */
interface History {
  /** The migrations of the folder in their order, each in its place of the graph. */
  List<Draft> read(SourceFolder folder);
}
