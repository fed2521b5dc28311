package dev.athanor.revision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Graphs for tests, written in lines like {@code "c < a, b ! d # label"}. */
final class Graphs {
  private Graphs() {}

  /**
   * Each line an id, what it follows after {@code <}, depends on after {@code !}, labels after #.
   */
  static RevisionGraph of(String... lines) {
    return RevisionGraph.of(Stream.of(lines).map(Graphs::revision).toList());
  }

  static Revision revision(String line) {
    return new Revision(
        line.split("[<!#]", -1)[0].strip(),
        after('<', line),
        after('!', line),
        after('#', line),
        "",
        "",
        line.split("[<!#]", -1)[0].strip() + ".sql");
  }

  private static List<String> after(char mark, String line) {
    int at = line.indexOf(mark);
    if (at < 0) {
      return List.of();
    }
    return Stream.of(line.substring(at + 1).split("[<!#]", -1)[0].split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  static Revision follows(String id, String... down) {
    return new Revision(id, List.of(down), List.of(), List.of(), "", "", id + ".sql");
  }

  /** A graph of up to so many revisions in a shuffled load order. */
  static RevisionGraph random(Random random, int most) {
    int count = 1 + random.nextInt(most);
    var revisions = new ArrayList<Revision>();
    for (int n = 0; n < count; n++) {
      var down = random.nextInt(6) == 0 ? List.<String>of() : some(random, n, 1);
      var deps = random.nextInt(4) == 0 ? some(random, n, 0) : List.<String>of();
      var labels = random.nextInt(5) == 0 ? List.of("label" + n) : List.<String>of();
      revisions.add(new Revision("rev" + n + "x", down, deps, labels, "", "", ""));
    }
    Collections.shuffle(revisions, random);
    return RevisionGraph.of(revisions);
  }

  private static List<String> some(Random random, int below, int least) {
    int count = below == 0 ? 0 : least + random.nextInt(2);
    return random
        .ints(count, 0, Math.max(1, below))
        .distinct()
        .mapToObj(n -> "rev" + n + "x")
        .toList();
  }
}
