package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.error.AthanorException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random graphs against the one rule that everything follows from, worked out here from the
 * revisions alone: the rows are the applied revisions that no other applied one has as parent or
 * dependency.
 */
class MaximalRowsTest {

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void goesUpAndDownAgainByTheRule(int seed) {
    var random = new Random(seed);
    var graph = Graphs.random(random, 25);
    var planner = new Planner(graph);
    var stop = graph.revisions().get(random.nextInt(graph.revisions().size())).id();

    var some = planner.upgrade(List.of(), stop);
    var done = follow(graph, some, Set.of());
    assertThat(done).isEqualTo(implied(graph, Set.of(stop)));

    var rest = planner.upgrade(some.rowsAfter(), "heads");
    done = follow(graph, rest, done);
    assertThat(done).hasSize(graph.revisions().size());
    assertThat(rest.rowsAfter()).hasSameElementsAs(graph.effectiveHeads());

    var down = planner.downgrade(rest.rowsAfter(), "base");
    assertThat(follow(graph, down, done)).isEmpty();
    assertThat(down.rowsAfter()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void takesBackWhatStandsOnTheTargetAndNothingElse(int seed) {
    var random = new Random(seed);
    var graph = Graphs.random(random, 25);
    // one that is only depended on is left by going below what depends on it
    var targets =
        graph.revisions().stream()
            .map(Revision::id)
            .filter(id -> !graph.children(id).isEmpty() || graph.effectiveHeads().contains(id))
            .toList();
    var target = targets.get(random.nextInt(targets.size()));
    var everything = implied(graph, Set.copyOf(graph.effectiveHeads()));

    var plan = new Planner(graph).downgrade(graph.effectiveHeads(), target);

    var left = follow(graph, plan, everything);
    var children = Set.copyOf(graph.children(target));
    for (var revision : graph.revisions()) {
      boolean stands = implied(graph, Set.of(revision.id())).stream().anyMatch(children::contains);
      assertThat(left.contains(revision.id())).as(revision.id()).isEqualTo(!stands);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void stampsTheTargetsAndLeavesUnrelatedRows(int seed) {
    var random = new Random(seed);
    var graph = Graphs.random(random, 25);
    var ids = graph.revisions().stream().map(Revision::id).toList();
    var rows =
        maximal(
            graph,
            implied(
                graph,
                new HashSet<>(List.of(ids.get(random.nextInt(ids.size())), ids.getFirst()))));
    var targets = List.of(ids.get(random.nextInt(ids.size())), ids.get(random.nextInt(ids.size())));

    var plan = new Planner(graph).stamp(List.copyOf(rows), targets, random.nextBoolean());

    var after = new TreeSet<>(plan.rowsAfter());
    assertThat(after).isEqualTo(new TreeSet<>(maximal(graph, implied(graph, after))));
    assertThat(implied(graph, after)).containsAll(targets);
    follow(plan, new TreeSet<>(rows));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void answersAnyExpressionOrRefusesItWithAReason(int seed) {
    var random = new Random(seed);
    var graph = Graphs.random(random, 12);
    var planner = new Planner(graph);
    for (int n = 0; n < 60; n++) {
      var expression = expression(random, graph);
      for (var attempt : attempts(graph, planner, expression)) {
        try {
          attempt.run();
        } catch (AthanorException refused) {
          assertThat(refused.message()).isNotBlank();
          assertThat(refused.reason().exitCode()).isEqualTo(11);
        }
      }
    }
  }

  private static List<Runnable> attempts(RevisionGraph graph, Planner planner, String text) {
    var rows = graph.effectiveHeads();
    return List.of(
        () -> graph.resolve(text),
        () -> follow(graph, planner.upgrade(List.of(), text), Set.of()),
        () -> planner.downgrade(rows, text),
        () -> planner.stamp(rows, List.of(text), false),
        () -> planner.upgradeOffline(text),
        () -> planner.downgradeOffline(text),
        () -> planner.stampOffline(List.of(text), false),
        () -> new History(graph, rows).range(text),
        () ->
            NewRevision.of(
                graph,
                new RevisionRequest("n", List.of(text), true, List.of(), List.of(text), "", "")));
  }

  private static String expression(Random random, RevisionGraph graph) {
    var pieces =
        Stream.concat(
                Stream.of(
                    "head",
                    "heads",
                    "base",
                    "current",
                    "@",
                    ":",
                    "+",
                    "-",
                    "+1",
                    "-1",
                    "-99",
                    "+99999999999999",
                    "",
                    " ",
                    "é",
                    "\u0000",
                    "re",
                    "rev1",
                    "label",
                    "1xyz"),
                graph.revisions().stream().map(Revision::id))
            .toList();
    return random
        .ints(random.nextInt(5), 0, pieces.size())
        .mapToObj(pieces::get)
        .collect(Collectors.joining());
  }

  /**
   * Carries a plan out on a set, checks each step against the rule, and returns what is applied.
   */
  private static Set<String> follow(RevisionGraph graph, Plan plan, Set<String> before) {
    var applied = new HashSet<>(before);
    var rows = new TreeSet<>(plan.current());
    for (var step : plan.steps()) {
      var revision = graph.find(step.revision().orElseThrow()).orElseThrow();
      if (step.direction() == Operation.UPGRADE) {
        assertThat(applied).containsAll(needs(graph, revision)).doesNotContain(revision.id());
        applied.add(revision.id());
      } else {
        assertThat(applied).contains(revision.id());
        applied.remove(revision.id());
      }
      carryOut(step, rows);
      assertThat(step.rowsAfter()).containsExactlyElementsOf(maximal(graph, applied));
    }
    return applied;
  }

  private static void follow(Plan plan, Set<String> rows) {
    plan.steps().forEach(step -> carryOut(step, rows));
  }

  private static void carryOut(Step step, Set<String> rows) {
    for (var change : step.changes()) {
      switch (change) {
        case RowChange.Insert(var row) -> assertThat(rows.add(row)).as("insert %s", row).isTrue();
        case RowChange.Delete(var row) ->
            assertThat(rows.remove(row)).as("delete %s", row).isTrue();
        case RowChange.Update(var row, var value) -> {
          assertThat(rows.remove(row)).as("update %s", row).isTrue();
          assertThat(rows.add(value)).as("update to %s", value).isTrue();
        }
        case RowChange.DeleteAll() -> rows.clear();
      }
    }
    assertThat(step.rowsAfter()).containsExactlyElementsOf(rows);
  }

  private static Set<String> needs(RevisionGraph graph, Revision revision) {
    var needs = new HashSet<>(revision.downRevisions());
    for (var name : revision.dependsOn()) {
      needs.add(graph.resolve(name).getFirst());
    }
    return needs;
  }

  private static Set<String> implied(RevisionGraph graph, Set<String> from) {
    var implied = new HashSet<String>();
    var todo = new ArrayDeque<>(from);
    while (!todo.isEmpty()) {
      var id = todo.pop();
      if (implied.add(id)) {
        todo.addAll(needs(graph, graph.find(id).orElseThrow()));
      }
    }
    return implied;
  }

  private static List<String> maximal(RevisionGraph graph, Set<String> applied) {
    var maximal = new TreeSet<>(applied);
    for (var id : applied) {
      maximal.removeAll(needs(graph, graph.find(id).orElseThrow()));
    }
    return new ArrayList<>(maximal);
  }
}
