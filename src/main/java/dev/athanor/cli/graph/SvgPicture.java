package dev.athanor.cli.graph;

import dev.athanor.cli.graph.Picture.Strand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The picture as an SVG file that stands alone: a row for each revision, the newest on top, its
 * line's lane as in {@link TextPicture}, what it is written beside it.
 */
public final class SvgPicture {
  private static final int ROW = 26;
  private static final int LANE = 16;
  private static final int MARGIN = 16;
  private static final int RADIUS = 5;
  private static final double LETTER = 7.3;

  private static final Comparator<Turn> BY_ROW =
      Comparator.comparingInt(Turn::row).thenComparingInt(Turn::column);

  private final Picture picture;
  private final List<Integer> columns = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private final Map<Strand, List<Turn>> tracks = new HashMap<>();

  /** From this row on, a lane is in this column. */
  private record Turn(int row, int column) {}

  private SvgPicture(Picture picture) {
    this.picture = picture;
    Lanes.layOut(picture, this::see);
  }

  /** Prints it. */
  public static void print(PrintWriter out, Picture picture) {
    new SvgPicture(picture).print(out);
  }

  private void see(Row row) {
    if (row instanceof Row.Node(var lanes, int place, int own)) {
      columns.add(own);
      widths.add(lanes.size());
      for (int column = 0; column < lanes.size(); column++) {
        if (column != own) {
          var track = tracks.computeIfAbsent(lanes.get(column), strand -> new ArrayList<>());
          if (track.isEmpty() || track.getLast().column() != column) {
            track.add(new Turn(place, column));
          }
        }
      }
    }
  }

  private void print(PrintWriter out) {
    var captions = picture.entries().stream().map(entry -> Caption.of(entry).line()).toList();
    int width = 0;
    for (int place = 0; place < captions.size(); place++) {
      width = Math.max(width, textAt(place) + (int) (LETTER * captions.get(place).length()));
    }
    int height = 2 * MARGIN + ROW * captions.size();
    out.printf(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">%n",
        width + MARGIN, height, width + MARGIN, height);
    out.println(
        """
          <style>
            svg { background: #fff; font: 12px ui-monospace, Menlo, Consolas, monospace }
            text { fill: #1f2328; white-space: pre; dominant-baseline: central }
            .current text { font-weight: bold }
            path { fill: none; stroke: #57606a; stroke-width: 1.6 }
            path.dependency { stroke: #8250df; stroke-dasharray: 4 3 }
            circle { fill: #fff; stroke: #0969da; stroke-width: 2 }
            .current circle { fill: #f5b301; stroke: #9a6700 }
          </style>\
        """);
    for (int place = 0; place < captions.size(); place++) {
      for (var strand : picture.strands(place)) {
        out.printf(
            "  <path%s data-from=\"%s\" data-to=\"%s\" d=\"%s\"/>%n",
            strand.dependency() ? " class=\"dependency\"" : "",
            escaped(picture.id(place)),
            escaped(picture.id(strand.to())),
            path(place, strand));
      }
    }
    for (int place = 0; place < captions.size(); place++) {
      var entry = picture.entries().get(place);
      out.printf(
          "  <g%s><circle cx=\"%d\" cy=\"%d\" r=\"%d\"/><text x=\"%d\" y=\"%d\">%s</text></g>%n",
          Caption.current(entry) ? " class=\"current\"" : "",
          x(columns.get(place)),
          y(place),
          RADIUS,
          textAt(place),
          y(place),
          escaped(captions.get(place)));
    }
    out.println("</svg>");
  }

  /** From the revision into the lane, along it, and to the revision that it leads to. */
  private String path(int place, Strand strand) {
    var path = new StringBuilder("M%d %d".formatted(x(columns.get(place)), y(place)));
    int column = columns.get(place);
    int row = place;
    for (var turn : turns(strand, place)) {
      row = turn(path, row, column, Math.max(turn.row(), place + 1), turn.column());
      column = turn.column();
    }
    row = turn(path, row, column, strand.to(), columns.get(strand.to()));
    return path.append(row == strand.to() ? "" : " V" + y(strand.to())).toString();
  }

  /** The turns that a lane still takes below a row, the last one above it included. */
  private List<Turn> turns(Strand strand, int place) {
    var track = tracks.getOrDefault(strand, List.of());
    if (strand.to() == place + 1) {
      return List.of();
    }
    var here = new Turn(place + 1, Integer.MAX_VALUE);
    int next = -1 - Collections.binarySearch(track, here, BY_ROW);
    return track.subList(next - 1, track.size());
  }

  /** Straight down to the row above, then over; the row that the path has got to. */
  private static int turn(StringBuilder path, int row, int column, int toRow, int toColumn) {
    if (column == toColumn) {
      return row;
    }
    if (row < toRow - 1) {
      path.append(" V").append(y(toRow - 1));
    }
    int half = y(toRow) - ROW / 2;
    path.append(
        " C%d %d %d %d %d %d".formatted(x(column), half, x(toColumn), half, x(toColumn), y(toRow)));
    return toRow;
  }

  private int textAt(int place) {
    return x(widths.get(place)) + 2;
  }

  private static int x(int column) {
    return MARGIN + LANE * column;
  }

  private static int y(int row) {
    return MARGIN + ROW / 2 + ROW * row;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replaceAll("\\p{Cntrl}", " ");
  }
}
