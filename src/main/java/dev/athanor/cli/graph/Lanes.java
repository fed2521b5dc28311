package dev.athanor.cli.graph;

import dev.athanor.cli.graph.Picture.Strand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lays a picture out in lanes, one row at a time, in the way of {@code git log --graph}. A lane
 * leads to one revision; lines of one kind to the same revision share a lane. Below a revision its
 * lane forks, one new lane at a time, and only then do lanes that lead to the same join: so the
 * lines that leave a revision are those that can be followed down from it, and no others.
 */
final class Lanes {
  private final Picture picture;
  private final Consumer<Row> rows;
  private final List<Strand> lanes = new ArrayList<>();
  private boolean ended;

  private Lanes(Picture picture, Consumer<Row> rows) {
    this.picture = picture;
    this.rows = rows;
  }

  /** Hands out the rows from the newest revision down. */
  static void layOut(Picture picture, Consumer<Row> rows) {
    var layout = new Lanes(picture, rows);
    for (int place = 0; place < picture.entries().size(); place++) {
      layout.node(place);
    }
  }

  private void node(int place) {
    int column = arrive(place);
    rows.accept(new Row.Node(List.copyOf(lanes), place, column));
    var down = picture.strands(place);
    ended = down.isEmpty();
    if (ended) {
      end(column);
      return;
    }
    lanes.set(column, down.getFirst());
    for (int i = 1; i < down.size(); i++) {
      rows.accept(new Row.Fork(List.copyOf(lanes), column + i - 1));
      lanes.add(column + i, down.get(i));
    }
    down.forEach(this::join);
    if (down.stream().anyMatch(Strand::dependency)) {
      // a dashed line shows that it is one only where it goes straight down
      rows.accept(new Row.Straight(List.copyOf(lanes)));
    }
  }

  /** Brings the lanes that lead to this revision together, or opens one; its column. */
  private int arrive(int place) {
    int solid = lanes.indexOf(new Strand(place, false));
    int dashed = lanes.indexOf(new Strand(place, true));
    if (solid < 0 && dashed < 0) {
      if (ended) {
        // what ended right above is not continued here
        rows.accept(new Row.Straight(List.copyOf(lanes)));
      }
      lanes.add(new Strand(place, false));
      return lanes.size() - 1;
    }
    if (solid < 0 || dashed < 0) {
      return Math.max(solid, dashed);
    }
    merge(Math.max(solid, dashed), Math.min(solid, dashed));
    return Math.min(solid, dashed);
  }

  private void end(int column) {
    lanes.remove(column);
    if (column < lanes.size()) {
      ended = false;
      rows.accept(new Row.Close(List.copyOf(lanes), column));
    }
  }

  private void join(Strand strand) {
    int into = lanes.indexOf(strand);
    int from = lanes.lastIndexOf(strand);
    if (from > into) {
      merge(from, into);
    }
  }

  private void merge(int from, int into) {
    rows.accept(new Row.Merge(List.copyOf(lanes), from, into));
    lanes.remove(from);
  }
}
