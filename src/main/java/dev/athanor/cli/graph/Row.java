package dev.athanor.cli.graph;

import dev.athanor.cli.graph.Picture.Strand;
import java.util.List;

/**
 * A row of the picture, with the lanes as they enter it from above, from left to right. What a row
 * does to its lanes, the next row has.
 */
sealed interface Row {
  /** The lanes. */
  List<Strand> lanes();

  /**
   * A revision; its own lane is among the lanes.
   *
   * @param place which revision
   * @param column in which lane
   */
  record Node(List<Strand> lanes, int place, int column) implements Row {}

  /** Every lane goes straight on. */
  record Straight(List<Strand> lanes) implements Row {}

  /** The lane in this column becomes two; those on its right move over. */
  record Fork(List<Strand> lanes, int column) implements Row {}

  /**
   * One lane goes over to another on its left, across those in between; those on its right close
   * up.
   */
  record Merge(List<Strand> lanes, int from, int into) implements Row {}

  /** The lane in this column has ended above; those on its right close up. */
  record Close(List<Strand> lanes, int column) implements Row {}
}
