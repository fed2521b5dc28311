package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevisionGraphTest {

  //        b <- d        (billing)
  //       /      \
  // a <---        e
  //       \      /
  //        c <---
  private final RevisionGraph diamond =
      Graphs.of("a", "b < a # billing", "c < a", "d < b", "e < d, c");

  @Test
  void knowsItsHeadsBasesForksAndMerges() {
    assertThat(diamond.heads()).containsExactly("e");
    assertThat(diamond.bases()).containsExactly("a");
    assertThat(diamond.branchPoints()).containsExactly("a");
    assertThat(diamond.mergePoints()).containsExactly("e");
    assertThat(diamond.children("a")).containsExactly("b", "c");
    assertThat(diamond.parents("e")).containsExactly("d", "c");
  }

  @Test
  void spreadsALabelAlongItsLine() {
    assertThat(diamond.labels("d")).containsExactly("billing");
    assertThat(diamond.labels("e")).containsExactly("billing");
    assertThat(diamond.labels("c")).isEmpty();
    assertThat(diamond.labels("a")).isEmpty();
  }

  // a <- b        x <- y, and y depends on b
  @Test
  void countsADependencyForEffectiveHeadsOnly() {
    var graph = Graphs.of("a", "b < a", "x", "y < x ! b");

    assertThat(graph.heads()).containsExactly("b", "y");
    assertThat(graph.effectiveHeads()).containsExactly("y");
    assertThat(graph.applied(List.of("y"))).containsExactly("a", "b", "x", "y");
  }

  // x <- y <- z, where y and z both depend on b: z says nothing new
  @Test
  void leavesOutADependencyThatAnAncestorListsAlready() {
    var graph = Graphs.of("b", "x", "y < x ! b", "z < y ! b");

    assertThat(graph.parents("y")).containsExactly("x", "b");
    assertThat(graph.parents("z")).containsExactly("y");
  }

  @Test
  void namesRevisionFileAndWayOutWhenADownRevisionIsMissing() {
    var refused = refused("a", "b < ghost");

    assertThat(refused.reason()).isEqualTo(Reason.MISSING_DOWN_REVISION);
    assertThat(refused.revision()).contains("b");
    assertThat(refused.file()).contains("b.sql");
    assertThat(refused.message()).contains("'b' (b.sql)", "ghost", "add its file");
  }

  @Test
  void findsACircleThatABaseAndAHeadHide() {
    // a <- b <- c <- d, and b follows c as well
    var refused = refused("a", "b < a, c", "c < b", "d < c");

    assertThat(refused.reason()).isEqualTo(Reason.CYCLE_DETECTED);
    assertThat(refused.message()).contains("'b'", "'c'").doesNotContain("'a'", "'d'");
  }

  @Test
  void tellsTheFaultsApart() {
    assertThat(refused("a < a").reason()).isEqualTo(Reason.SELF_LOOP);
    assertThat(refused("a ! a").reason()).isEqualTo(Reason.DEPENDENCY_SELF_LOOP);
    assertThat(refused("a # l ! l").reason()).isEqualTo(Reason.DEPENDENCY_SELF_LOOP);
    assertThat(refused("a ! b", "b < a").reason()).isEqualTo(Reason.DEPENDENCY_CYCLE_DETECTED);
    assertThat(refused("a ! ghost").reason()).isEqualTo(Reason.MISSING_DEPENDENCY);
    assertThat(refused("a", "b < a", "a").reason()).isEqualTo(Reason.DUPLICATE_REVISION);
    assertThat(refused("a # l", "b < a # l").reason()).isEqualTo(Reason.DUPLICATE_BRANCH_LABEL);
    assertThat(refused("a", "b < a # a").reason()).isEqualTo(Reason.DUPLICATE_BRANCH_LABEL);
    assertThat(refused("a-1").reason()).isEqualTo(Reason.ILLEGAL_REVISION_ID);
    assertThat(refused("a b").reason()).isEqualTo(Reason.ILLEGAL_REVISION_ID);
    assertThat(refused("a,b").reason()).isEqualTo(Reason.ILLEGAL_REVISION_ID);
    assertThat(refused("").reason()).isEqualTo(Reason.ILLEGAL_REVISION_ID);
    assertThat(refused("a".repeat(256)).reason()).isEqualTo(Reason.ILLEGAL_REVISION_ID);
  }

  // ab12cd <- ab34cd <- feature-1 is a label with a dash
  @Test
  void resolvesWhatAPersonWrites() {
    var graph = Graphs.of("ab12cd", "ab34cd < ab12cd", "zz < ab34cd # feature-1");

    assertThat(graph.resolve("head")).containsExactly("zz");
    assertThat(graph.resolve("base")).isEmpty();
    assertThat(graph.resolve("ab12")).containsExactly("ab12cd");
    assertThat(graph.resolve("feature-1@head")).containsExactly("zz");
    assertThat(graph.resolve("-1")).containsExactly("ab34cd");
    assertThat(graph.resolve("ab1")).containsExactly("ab12cd");
    assertThat(reason(graph, "ab3x")).isEqualTo(Reason.UNKNOWN_REVISION);
    assertThat(reason(Graphs.of("ab12cd"), "ab")).isEqualTo(Reason.UNKNOWN_REVISION);
    assertThat(reason(graph, "ab")).isEqualTo(Reason.AMBIGUOUS_REVISION);
    assertThat(reason(graph, "nosuch@head")).isEqualTo(Reason.NO_SUCH_BRANCH);
    assertThat(reason(graph, "-99")).isEqualTo(Reason.RELATIVE_OUT_OF_RANGE);
    assertThat(reason(graph, "")).isEqualTo(Reason.UNKNOWN_REVISION);
    assertThat(reason(graph, "a:b:c")).isEqualTo(Reason.UNKNOWN_REVISION);
  }

  private static Reason reason(RevisionGraph graph, String expression) {
    return catchThrowableOfType(AthanorException.class, () -> graph.resolve(expression)).reason();
  }

  private static AthanorException refused(String... lines) {
    return catchThrowableOfType(AthanorException.class, () -> Graphs.of(lines));
  }
}
