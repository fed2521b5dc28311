package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {

  //        b1 <- b2
  //       /
  // a <---
  //       \
  //        c1
  private final RevisionGraph fork = Graphs.of("a", "b1 < a # left", "b2 < b1", "c1 < a");

  @Test
  void listsTheNewestFirstAndALineTogether() {
    assertThat(ids(new History(fork, List.of()).all())).containsExactly("b2", "b1", "c1", "a");
  }

  @Test
  void includesBothEndsOfARange() {
    var history = new History(fork, List.of("b1"));

    assertThat(ids(history.range("a:b2"))).containsExactly("b2", "b1", "a");
    assertThat(ids(history.range("b1:"))).isEqualTo(List.of("b2", "b1"));
    assertThat(ids(history.range(":b1"))).containsExactly("b1", "a");
    assertThat(ids(history.range("current:"))).containsExactly("b2", "b1");
    assertThat(ids(history.range("-1:current"))).containsExactly("b1", "a");
    assertThat(ids(history.range("current:+1"))).containsExactly("b2", "b1");
  }

  @Test
  void flagsWhatIsSpecial() {
    var entries = new History(fork, List.of("c1")).all();

    assertThat(entries.get(0).flags()).containsExactly(HistoryEntry.Flag.HEAD);
    assertThat(entries.get(0).labels()).containsExactly("left");
    assertThat(entries.get(2).flags())
        .containsExactly(HistoryEntry.Flag.HEAD, HistoryEntry.Flag.CURRENT);
    assertThat(entries.get(3).flags()).containsExactly(HistoryEntry.Flag.BRANCHPOINT);
  }

  @Test
  void refusesWhatIsNoRange() {
    var history = new History(fork, List.of());

    assertThat(reason(history, "a")).isEqualTo(Reason.RANGE_SYNTAX);
    assertThat(reason(history, "a:b:c")).isEqualTo(Reason.RANGE_SYNTAX);
    assertThat(reason(history, "b2:c1")).isEqualTo(Reason.RANGE_NOT_ANCESTOR);
    assertThat(reason(history, ":gone")).isEqualTo(Reason.UNKNOWN_REVISION);
  }

  private static Reason reason(History history, String range) {
    return catchThrowableOfType(AthanorException.class, () -> history.range(range)).reason();
  }

  private static List<String> ids(List<HistoryEntry> entries) {
    return entries.stream().map(entry -> entry.revision().id()).toList();
  }
}
