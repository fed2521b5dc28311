package dev.athanor.cli.kube;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table as kubectl prints it. */
public final class Columns {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with this head. */
  public Columns(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row; it has as many cells as the head. */
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** Prints the table. */
  public void print(PrintWriter out) {
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column = 0; column < row.size(); column++) {
        line.append(row.get(column));
        line.append(" ".repeat(width(column) - row.get(column).length())).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
