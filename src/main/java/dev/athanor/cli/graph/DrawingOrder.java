package dev.athanor.cli.graph;

import dev.athanor.cli.graph.Picture.Strand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which a picture stays narrow: the longest line first, and whatever stands on one of
 * its revisions right before that revision. Takes time in proportion to the picture.
 */
final class DrawingOrder {
  /** A line as seen from its lower end. */
  private record Upward(int from, boolean dependency) {}

  private final List<List<Upward>> above = new ArrayList<>();

  /** For each place, how many revisions the longest way up has. */
  private final int[] height;

  private DrawingOrder(List<List<Strand>> strands) {
    this.height = new int[strands.size()];
    strands.forEach(any -> above.add(new ArrayList<>()));
    for (int place = 0; place < strands.size(); place++) {
      for (var strand : strands.get(place)) {
        above.get(strand.to()).add(new Upward(place, strand.dependency()));
        height[strand.to()] = Math.max(height[strand.to()], height[place] + 1);
      }
    }
    var longestFirst =
        Comparator.comparing(Upward::dependency)
            .thenComparingInt(up -> -height[up.from()])
            .thenComparingInt(Upward::from);
    above.forEach(lines -> lines.sort(longestFirst));
  }

  /** The places in the order to draw them in: each before all that it stands on. */
  static List<Integer> of(List<List<Strand>> strands) {
    var order = new DrawingOrder(strands);
    var drawn = new ArrayList<Integer>(strands.size());
    var looked = new int[strands.size()];
    IntStream.range(0, strands.size())
        .filter(place -> strands.get(place).isEmpty())
        .boxed()
        .sorted(Comparator.comparingInt(place -> -order.height[place]))
        .forEach(base -> order.drawDownTo(base, looked, drawn));
    return drawn;
  }

  /**
   * Draws all that stands on a revision, and then itself.
   *
   * @param looked for each place, how many of the lines above it were followed; beyond all of them
   *     once it is drawn
   */
  private void drawDownTo(int base, int[] looked, List<Integer> drawn) {
    var waiting = new ArrayDeque<Integer>();
    waiting.push(base);
    while (!waiting.isEmpty()) {
      int place = waiting.element();
      var lines = above.get(place);
      if (looked[place] < lines.size()) {
        waiting.push(lines.get(looked[place]++).from());
      } else {
        if (looked[place] == lines.size()) {
          looked[place]++;
          drawn.add(place);
        }
        waiting.pop();
      }
    }
  }
}
