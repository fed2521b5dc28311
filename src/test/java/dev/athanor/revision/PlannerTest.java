package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlannerTest {

  //        b1 <- b2
  //       /        \
  // a <---          m
  //       \        /
  //        c1 <----
  private final Planner diamond =
      new Planner(Graphs.of("a", "b1 < a # left", "b2 < b1", "c1 < a # right", "m < b2, c1"));

  // users:  u1 <- u2        orders:  o1 <- o2, and o2 depends on u2
  private final Planner twoLines =
      new Planner(Graphs.of("u1 # users", "u2 < u1", "o1 # orders", "o2 < o1 ! u2"));

  @Test
  void keepsOneRowForEachOpenBranchOnTheWayUp() {
    var plan = diamond.upgrade(List.of(), "head");

    assertThat(plan.steps().stream().map(Step::rowsAfter))
        .containsExactly(
            List.of("a"), List.of("c1"), List.of("b1", "c1"), List.of("b2", "c1"), List.of("m"));
    assertThat(plan.steps().getLast().changes())
        .containsExactly(new RowChange.Delete("b2"), new RowChange.Update("c1", "m"));
  }

  @Test
  void bringsTheRowsOfAMergeBackOnTheWayDown() {
    var plan = diamond.downgrade(List.of("m"), "b2");

    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.rowsAfter()).containsExactly("b2", "c1");
  }

  @Test
  void hasNothingToDoWhenItIsThere() {
    assertThat(diamond.upgrade(List.of("m"), "head").steps()).isEmpty();
    assertThat(diamond.upgrade(List.of("m"), "left@b1").steps()).isEmpty();
    assertThat(diamond.downgrade(List.of("m"), "m").steps()).isEmpty();
  }

  @Test
  void takesADependencyUpWithWhatNeedsItAndNotDown() {
    assertThat(twoLines.upgrade(List.of(), "orders@head").rowsAfter()).containsExactly("o2");
    var down = twoLines.downgrade(List.of("o2"), "orders@-1");
    assertThat(down.steps()).hasSize(1);
    assertThat(down.rowsAfter()).containsExactly("o1", "u2");
  }

  @Test
  void takesDependantsDownWithWhatTheyNeed() {
    var plan = twoLines.downgrade(List.of("o2"), "users@base");

    assertThat(plan.steps().stream().map(step -> step.revision().orElseThrow()))
        .containsExactly("o2", "u2", "u1");
    assertThat(plan.rowsAfter()).containsExactly("o1");
  }

  @Test
  void countsStepsFromWhereTheDatabaseIs() {
    assertThat(diamond.upgrade(List.of("b1"), "+1").targets()).containsExactly("b2");
    assertThat(diamond.upgrade(List.of("a"), "left@+2").targets()).containsExactly("b2");
    assertThat(diamond.upgrade(List.of(), "base+1").targets()).containsExactly("a");
    assertThat(diamond.downgrade(List.of("b2"), "-2").targets()).containsExactly("a");
    assertThat(diamond.downgrade(List.of("b2"), "-3").targets()).isEmpty();
  }

  @Test
  void refusesToGuess() {
    assertThat(reason(() -> diamond.upgrade(List.of("a"), "+1"))).isEqualTo(Reason.AMBIGUOUS_WALK);
    assertThat(reason(() -> diamond.upgrade(List.of("b1", "c1"), "+1")))
        .isEqualTo(Reason.AMBIGUOUS_CURRENT);
    assertThat(reason(() -> diamond.downgrade(List.of("b1", "c1"), "-1")))
        .isEqualTo(Reason.AMBIGUOUS_CURRENT);
    assertThat(reason(() -> twoLines.upgrade(List.of(), "head"))).isEqualTo(Reason.MULTIPLE_HEADS);
    assertThat(reason(() -> diamond.upgrade(List.of("b1", "a"), "head")))
        .isEqualTo(Reason.OVERLAPPING_REVISIONS);
    assertThat(reason(() -> diamond.downgrade(List.of("b1"), "c1")))
        .isEqualTo(Reason.RANGE_NOT_ANCESTOR);
    assertThat(reason(() -> diamond.upgrade(List.of("b1"), "-1")))
        .isEqualTo(Reason.RELATIVE_OUT_OF_RANGE);
    assertThat(reason(() -> diamond.upgrade(List.of("b1"), "+99")))
        .isEqualTo(Reason.RELATIVE_OUT_OF_RANGE);
    assertThat(reason(() -> diamond.upgrade(List.of("gone"), "head")))
        .isEqualTo(Reason.UNKNOWN_REVISION);
  }

  @Test
  void takesARangeOnlyWhereThereIsNoDatabase() {
    assertThat(reason(() -> diamond.upgrade(List.of(), "a:head")))
        .isEqualTo(Reason.RANGE_NOT_ALLOWED);
    assertThat(reason(() -> diamond.upgradeOffline("a:b:c"))).isEqualTo(Reason.RANGE_SYNTAX);
    assertThat(reason(() -> diamond.downgradeOffline("base"))).isEqualTo(Reason.RANGE_REQUIRED);
    assertThat(diamond.upgradeOffline("a:b2").steps()).hasSize(2);
    assertThat(diamond.upgradeOffline("b2").steps()).hasSize(3);
    assertThat(diamond.downgradeOffline("b2:a").steps()).hasSize(2);
    assertThat(diamond.stampOffline(List.of("a:m"), false).rowsAfter()).containsExactly("m");
    assertThat(reason(() -> diamond.stampOffline(List.of("m"), true)))
        .isEqualTo(Reason.PURGE_NOT_ALLOWED_OFFLINE);
  }

  @Test
  void stampsUpDownAndAside() {
    assertThat(diamond.stamp(List.of("a"), List.of("head"), false).rowsAfter())
        .containsExactly("m");
    assertThat(diamond.stamp(List.of("m"), List.of("b1"), false).rowsAfter()).containsExactly("b1");
    assertThat(diamond.stamp(List.of("b1"), List.of("c1"), false).rowsAfter())
        .containsExactly("b1", "c1");
    assertThat(diamond.stamp(List.of("m"), List.of("base"), false).rowsAfter()).isEmpty();
  }

  @Test
  void keepsTheRowOfABranchThatIsAtItsHeadAlready() {
    // Alembic loses it
    var plan = twoLinesWithoutDependency().stamp(List.of("u2", "o1"), List.of("heads"), false);

    assertThat(plan.rowsAfter()).containsExactly("o2", "u2");
  }

  @Test
  void leavesAppliedWhatOnlyARowOfALineCovered() {
    // o2 goes with the users that it depends on; o1 stays
    assertThat(twoLines.stamp(List.of("o2"), List.of("users@base"), false).rowsAfter())
        .containsExactly("o1");
  }

  @Test
  void purgesRowsThatNobodyKnowsAnyMore() {
    var plan = diamond.stamp(List.of("gone", "b1"), List.of("m"), true);

    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().getFirst().changes())
        .containsExactly(new RowChange.DeleteAll(), new RowChange.Insert("m"));
    assertThat(plan.rowsAfter()).containsExactly("m");
    assertThat(diamond.stamp(List.of("gone"), List.of("base"), true).rowsAfter()).isEmpty();
  }

  private static Planner twoLinesWithoutDependency() {
    return new Planner(Graphs.of("u1 # users", "u2 < u1", "o1 # orders", "o2 < o1"));
  }

  private static Reason reason(ThrowingCallable call) {
    return catchThrowableOfType(AthanorException.class, call).reason();
  }
}
