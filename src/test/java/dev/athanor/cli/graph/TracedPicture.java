package dev.athanor.cli.graph;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a text picture as a person does: puts a finger on each revision and follows the lines down
 * to where they end.
 */
final class TracedPicture {
  private static final Pattern NODE = Pattern.compile("([ |:]*)\\*([ |:]*) (\\w+).*");

  private final List<String> lines;
  private final List<String> ids = new ArrayList<>();
  private final List<BitSet> walked = new ArrayList<>();
  private final Set<Edge> edges = new HashSet<>();

  TracedPicture(String text) {
    lines = text.lines().toList();
    for (var line : lines) {
      var node = NODE.matcher(line);
      ids.add(node.matches() ? node.group(3) : "");
      walked.add(new BitSet());
    }
    for (int row = 0; row < lines.size(); row++) {
      if (!ids.get(row).isEmpty()) {
        int at = lines.get(row).indexOf('*');
        walked.get(row).set(at);
        follow(ids.get(row), row, at);
      }
    }
  }

  /** The revisions, from above. */
  List<String> ids() {
    return ids.stream().filter(id -> !id.isEmpty()).toList();
  }

  /** The lines that were followed. */
  Set<Edge> edges() {
    return edges;
  }

  /** Strokes that belong to no line. */
  List<String> loose() {
    var loose = new ArrayList<String>();
    for (int row = 0; row < lines.size(); row++) {
      for (int at = 0; at < strokes(row); at++) {
        if (lines.get(row).charAt(at) != ' ' && !walked.get(row).get(at)) {
          loose.add("row %d, column %d".formatted(row, at));
        }
      }
    }
    return loose;
  }

  /** A finger on its way: below this row, at this place, having seen a dashed stroke or not. */
  private record Finger(int row, int at, boolean dashed) {}

  private void follow(String from, int row, int at) {
    var fingers = new ArrayDeque<Finger>(List.of(new Finger(row, at, false)));
    while (!fingers.isEmpty()) {
      var finger = fingers.pop();
      int below = finger.row() + 1;
      int here = finger.at();
      char straight = stroke(below, here);
      if (straight == '*') {
        edges.add(new Edge(from, ids.get(below), finger.dashed()));
        continue;
      }
      if (straight == '|' || straight == ':') {
        walked.get(below).set(here);
        fingers.push(new Finger(below, here, finger.dashed() || straight == ':'));
      }
      if (stroke(below, here + 1) == '\\') {
        walked.get(below).set(here + 1);
        fingers.push(new Finger(below, here + 2, finger.dashed()));
      }
      if (stroke(below, here - 1) == '/' && straight == ' ') {
        int end = here - 1;
        walked.get(below).set(end);
        while (stroke(below, end - 2) == '_') {
          end -= 2;
          walked.get(below).set(end);
        }
        fingers.push(new Finger(below, end - 1, finger.dashed()));
      }
    }
  }

  private char stroke(int row, int at) {
    return row < lines.size() && at >= 0 && at < strokes(row) ? lines.get(row).charAt(at) : ' ';
  }

  /** How far the picture goes in this row, before its text. */
  private int strokes(int row) {
    var line = lines.get(row);
    return ids.get(row).isEmpty() ? line.length() : line.indexOf(ids.get(row));
  }

  @Override
  public String toString() {
    return lines.stream().collect(joining("\n"));
  }
}
