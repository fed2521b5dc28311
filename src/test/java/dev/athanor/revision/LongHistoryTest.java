package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Histories far longer than anybody's: the limits only catch what hangs. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LongHistoryTest {
  private static final int LONG = 100_000;
  private static final int DIAMONDS = 10_000;

  // r0 <- r1 <- r2 <- … <- r99999
  @Test
  void plansTheWholeOfALongLine() {
    var revisions = new ArrayList<Revision>();
    revisions.add(Graphs.follows("r0"));
    for (int n = 1; n < LONG; n++) {
      revisions.add(Graphs.follows("r" + n, "r" + (n - 1)));
    }

    upAndDown(revisions, List.of("r" + (LONG - 1)));
  }

  //      l0        l1
  //    /    \    /    \
  // m0       m1        m2 …
  //    \    /    \    /
  //      r0        r1
  @Test
  void plansTheWholeOfALongLadder() {
    var revisions = new ArrayList<Revision>();
    revisions.add(Graphs.follows("m0"));
    for (int n = 0; n < DIAMONDS; n++) {
      revisions.add(Graphs.follows("l" + n, "m" + n));
      revisions.add(Graphs.follows("r" + n, "m" + n));
      revisions.add(Graphs.follows("m" + (n + 1), "l" + n, "r" + n));
    }

    upAndDown(revisions, List.of("m" + DIAMONDS));
  }

  //     b0 … b4999
  //   /
  // r   …            each branch joined again by one merge of all
  //   \
  //     b4999
  @Test
  void plansManyBranchesOfOneRevision() {
    var revisions = new ArrayList<Revision>();
    revisions.add(Graphs.follows("r"));
    var tips = new ArrayList<String>();
    for (int n = 0; n < 5_000; n++) {
      revisions.add(Graphs.follows("a" + n, "r"));
      revisions.add(Graphs.follows("b" + n, "a" + n));
      tips.add("b" + n);
    }
    revisions.add(Graphs.follows("all", tips.toArray(String[]::new)));

    var plan = new Planner(RevisionGraph.of(revisions)).upgrade(List.of(tips.getFirst()), "head");

    assertThat(plan.rowsAfter()).containsExactly("all");
  }

  // every revision of one line depends on the same one of another
  @Test
  void plansADependencyThatIsRepeatedAllAlong() {
    var revisions = new ArrayList<Revision>();
    revisions.add(Graphs.follows("shared"));
    revisions.add(Graphs.follows("r0"));
    for (int n = 1; n < LONG; n++) {
      revisions.add(Graphs.revision("r" + n + " < r" + (n - 1) + " ! shared"));
    }

    upAndDown(revisions, List.of("r" + (LONG - 1)));
  }

  private static void upAndDown(List<Revision> revisions, List<String> heads) {
    var graph = RevisionGraph.of(revisions);
    var planner = new Planner(graph);

    var up = planner.upgrade(List.of(), "heads");
    var down = planner.downgrade(up.rowsAfter(), "base");

    assertThat(up.rowsAfter()).isEqualTo(heads);
    assertThat(up.steps()).hasSameSizeAs(revisions);
    assertThat(down.rowsAfter()).isEmpty();
    assertThat(new History(graph, heads).all()).hasSameSizeAs(revisions);
    assertThat(planner.stamp(List.of(), List.of("heads"), false).rowsAfter()).isEqualTo(heads);
  }
}
