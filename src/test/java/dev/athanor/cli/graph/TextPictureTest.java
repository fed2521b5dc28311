package dev.athanor.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.revision.History;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextPictureTest {

  @Test
  void a_line_of_revisions_is_a_line() {
    assertThat(drawn(revision("a", ""), revision("b", "a"), revision("c", "b")))
        .isEqualTo(
            """
            * c (head), message of c
            * b, message of b
            * a, message of a
            """);
  }

  @Test
  void a_branch_that_is_merged_opens_and_closes() {
    assertThat(
            drawn(
                revision("a", ""),
                revision("b", "a"),
                revision("c", "a"),
                revision("d", "b,c"),
                revision("e", "d")))
        .isEqualTo(
            """
            * e (head), message of e
            * d, message of d
            |\\
            * | b, message of b
            | * c, message of c
            |/
            * a, message of a
            """);
  }

  @Test
  void a_dependency_is_dashed() {
    assertThat(drawn(revision("a", ""), dependent("b", "", "a"), revision("c", "a")))
        .isEqualTo(
            """
            * c (head), message of c
            | * b (head), message of b
            | :
            |/
            * a, message of a
            """);
  }

  @Test
  void lines_without_anything_in_common_are_kept_apart() {
    assertThat(drawn(revision("a", ""), revision("b", ""), revision("c", "b")))
        .isEqualTo(
            """
            * c (head), message of c
            * b, message of b

            * a (head), message of a
            """);
  }

  @Test
  void a_merge_of_three_forks_twice() {
    assertThat(
            drawn(
                revision("a", ""),
                revision("b", "a"),
                revision("c", "a"),
                revision("d", "a"),
                revision("e", "b,c,d")))
        .isEqualTo(
            """
            * e (head), message of e
            |\\
            | |\\
            * | | b, message of b
            | * | c, message of c
            |/ /
            | * d, message of d
            |/
            * a, message of a
            """);
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 400).mapToObj(n -> 20_260_000L + n);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoever_follows_the_lines_of_any_graph_finds_its_edges(long seed) {
    var revisions = random(new Random(seed));
    var text = drawn(revisions);
    var traced = new TracedPicture(text);

    assertThat(traced.ids()).hasSameSizeAs(revisions).doesNotHaveDuplicates();
    assertThat(traced.edges()).as("seed %d%n%s", seed, text).isEqualTo(edges(revisions));
    assertThat(traced.loose()).as("seed %d%n%s", seed, text).isEmpty();
    assertThat(drawn(revisions)).isEqualTo(text);
  }

  @Test
  void ten_thousand_revisions_take_no_time_to_speak_of() {
    var random = new Random(3);
    var revisions = new ArrayList<Revision>();
    for (int n = 0; n < 10_000; n++) {
      int near = Math.max(0, n - 1 - random.nextInt(20));
      var down =
          n == 0
              ? List.<String>of()
              : random.nextInt(5) == 0 && near < n - 1
                  ? List.of("r" + (n - 1), "r" + near)
                  : List.of("r" + near);
      revisions.add(new Revision("r" + n, down, List.of(), List.of(), "", "", ""));
    }
    long start = System.nanoTime();
    var text = drawn(revisions.toArray(Revision[]::new));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(new TracedPicture(text).edges())
        .isEqualTo(edges(revisions.toArray(Revision[]::new)));
  }

  private static Revision revision(String id, String down) {
    return dependent(id, down, "");
  }

  private static Revision dependent(String id, String down, String dependencies) {
    return new Revision(
        id, ids(down), ids(dependencies), List.of(), "message of " + id, "", id + ".sql");
  }

  private static List<String> ids(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static Revision[] random(Random random) {
    int count = 1 + random.nextInt(60);
    int reach = 1 + random.nextInt(count);
    var revisions = new ArrayList<Revision>();
    for (int n = 0; n < count; n++) {
      var down = random.nextInt(8) == 0 ? Set.<String>of() : some(random, n, reach, 3);
      var dependencies = random.nextInt(4) == 0 ? some(random, n, reach, 2) : Set.<String>of();
      revisions.add(
          new Revision(
              "rev" + n, List.copyOf(down), List.copyOf(dependencies), List.of(), "", "", ""));
    }
    Collections.shuffle(revisions, random);
    return revisions.toArray(Revision[]::new);
  }

  private static Set<String> some(Random random, int below, int reach, int most) {
    var some = new LinkedHashSet<String>();
    for (int i = below == 0 ? 0 : 1 + random.nextInt(most); i > 0; i--) {
      some.add("rev" + Math.max(0, below - 1 - random.nextInt(reach)));
    }
    return some;
  }

  private static Set<Edge> edges(Revision... revisions) {
    var edges = new HashSet<Edge>();
    for (var revision : revisions) {
      revision.downRevisions().forEach(to -> edges.add(new Edge(revision.id(), to, false)));
      revision.dependsOn().stream()
          .filter(to -> !revision.downRevisions().contains(to))
          .forEach(to -> edges.add(new Edge(revision.id(), to, true)));
    }
    return edges;
  }

  private static String drawn(Revision... revisions) {
    var graph = RevisionGraph.of(List.of(revisions));
    var text = new StringWriter();
    TextPicture.print(
        new PrintWriter(text),
        Picture.of(graph, new History(graph, List.of()).all()),
        entry -> List.of(Caption.of(entry).line()));
    return text.toString();
  }
}
