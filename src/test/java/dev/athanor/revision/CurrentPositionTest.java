package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurrentPositionTest {

  // users: u1 <- u2        orders: o1 <- o2, and o2 depends on u2
  private final RevisionGraph graph = Graphs.of("u1", "u2 < u1", "o1", "o2 < o1 ! u2");

  @Test
  void showsAHeadThatHasNoRowBecauseARowDependsOnIt() {
    assertThat(new CurrentPosition(graph, List.of("o2")).shown()).containsExactly("o2", "u2");
  }

  @Test
  void isAtTheHeadsWhenEveryRevisionIsApplied() {
    var there = new CurrentPosition(graph, List.of("o2"));
    CurrentPosition.requireHeads(graph, List.of("o2"));
    there.requireUpToDate();
    assertThat(there.pending()).isEmpty();
  }

  @Test
  void saysWhatIsPendingWhenItIsNot() {
    var behind = new CurrentPosition(graph, List.of("u1"));

    assertThat(behind.pending()).containsExactly("u2", "o1", "o2");
    assertThat(notAtHeads("u1")).isEqualTo(Reason.DATABASE_NOT_AT_HEAD);
    assertThat(catchThrowableOfType(AthanorException.class, behind::requireUpToDate).reason())
        .isEqualTo(Reason.DATABASE_NOT_UP_TO_DATE);
  }

  @Test
  void aRowThatTheSetDoesNotHaveIsNotAtTheHeads() {
    assertThat(notAtHeads("nosuch")).isEqualTo(Reason.DATABASE_NOT_AT_HEAD);
  }

  private Reason notAtHeads(String row) {
    return catchThrowableOfType(
            AthanorException.class, () -> CurrentPosition.requireHeads(graph, List.of(row)))
        .reason();
  }
}
