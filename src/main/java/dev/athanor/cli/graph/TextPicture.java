package dev.athanor.cli.graph;

import dev.athanor.cli.graph.Picture.Strand;
import dev.athanor.revision.HistoryEntry;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;

/**
 * The picture in letters: {@code *} a revision, {@code |} a line to a down-revision, {@code :} one
 * to a dependency, {@code \} and {@code /} a line that changes lanes, {@code _} across others.
 */
public final class TextPicture {
  private final PrintWriter out;
  private final Picture picture;
  private final Function<HistoryEntry, List<String>> text;

  private TextPicture(PrintWriter out, Picture picture, Function<HistoryEntry, List<String>> text) {
    this.out = out;
    this.picture = picture;
    this.text = text;
  }

  /**
   * Prints it.
   *
   * @param text the lines beside a revision, at least one
   */
  public static void print(
      PrintWriter out, Picture picture, Function<HistoryEntry, List<String>> text) {
    Lanes.layOut(picture, new TextPicture(out, picture, text)::print);
  }

  private void print(Row row) {
    var lanes = row.lanes();
    switch (row) {
      case Row.Node node -> print(node);
      case Row.Straight straight -> line(straight(lanes));
      case Row.Fork(var all, var column) -> {
        var line = straight(all.subList(0, column + 1));
        line.setCharAt(2 * column + 1, '\\');
        line.append(" \\".repeat(all.size() - column - 1));
        line(line);
      }
      case Row.Merge(var all, var from, var into) -> {
        var line = straight(all.subList(0, from));
        for (int column = into; column < from - 1; column++) {
          line.setCharAt(2 * column + 1, '_');
        }
        line.setCharAt(2 * from - 1, '/');
        line.append(" /".repeat(all.size() - from - 1));
        line(line);
      }
      case Row.Close(var all, var column) -> {
        var line = straight(all.subList(0, column));
        line.append(" /".repeat(all.size() - column));
        line(line);
      }
    }
  }

  private void print(Row.Node node) {
    var lines = text.apply(picture.entries().get(node.place()));
    var beside = straight(node.lanes());
    beside.setCharAt(2 * node.column(), '*');
    line(beside.append(lines.getFirst()));
    if (lines.size() == 1) {
      return;
    }
    // below it its line goes on in the same lane, whatever that becomes
    var down = picture.strands(node.place());
    var below = straight(node.lanes());
    below.setCharAt(2 * node.column(), down.isEmpty() ? ' ' : mark(down.getFirst()));
    for (var line : lines.subList(1, lines.size())) {
      line(new StringBuilder(below).append(line));
    }
  }

  private static StringBuilder straight(List<Strand> lanes) {
    var line = new StringBuilder(2 * lanes.size() + 64);
    lanes.forEach(lane -> line.append(mark(lane)).append(' '));
    return line;
  }

  private static char mark(Strand lane) {
    return lane.dependency() ? ':' : '|';
  }

  private void line(StringBuilder line) {
    out.println(line.toString().stripTrailing());
  }
}
