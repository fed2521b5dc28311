package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewRevisionTest {

  // a <- b <- c        x (labelled other)
  private final RevisionGraph graph = Graphs.of("a", "b < a", "c < b", "x # other");

  @Test
  void followsWhatItIsTold() {
    var created = NewRevision.of(graph, request("n", List.of("c"), false, List.of("other")));

    assertThat(created.downRevisions()).containsExactly("c");
    assertThat(created.dependsOn()).containsExactly("other");
  }

  @Test
  void joinsTheHeads() {
    var created = NewRevision.of(graph, request("n", List.of("heads"), false, List.of()));

    assertThat(created.downRevisions()).containsExactly("c", "x");
  }

  @Test
  void beginsABranchOnlyWhenToldTo() {
    assertThat(reason(request("n", List.of("b"), false, List.of()))).isEqualTo(Reason.NOT_A_HEAD);
    assertThat(NewRevision.of(graph, request("n", List.of("b"), true, List.of())).downRevisions())
        .containsExactly("b");
  }

  @Test
  void refusesWhatCouldNotBeLoadedAfterwards() {
    assertThat(reason(request("a", List.of("c"), false, List.of())))
        .isEqualTo(Reason.DUPLICATE_REVISION);
    assertThat(reason(request("n-1", List.of("c"), false, List.of())))
        .isEqualTo(Reason.ILLEGAL_REVISION_ID);
    assertThat(reason(request("other", List.of("c"), false, List.of())))
        .isEqualTo(Reason.DUPLICATE_BRANCH_LABEL);
    assertThat(reason(request("n", List.of("c", "c"), false, List.of())))
        .isEqualTo(Reason.DUPLICATE_REVISIONS_GIVEN);
    assertThat(reason(request("n", List.of("c"), false, List.of("base"))))
        .isEqualTo(Reason.UNKNOWN_REVISION);
    assertThat(reason(RevisionRequest.onHead("n", ""))).isEqualTo(Reason.MULTIPLE_HEADS);
    assertThat(
            reason(
                new RevisionRequest("n", List.of("c"), false, List.of("other"), List.of(), "", "")))
        .isEqualTo(Reason.DUPLICATE_BRANCH_LABEL);
  }

  private static RevisionRequest request(
      String id, List<String> heads, boolean splice, List<String> dependsOn) {
    return new RevisionRequest(id, heads, splice, List.of(), dependsOn, "", "");
  }

  private Reason reason(RevisionRequest request) {
    return catchThrowableOfType(AthanorException.class, () -> NewRevision.of(graph, request))
        .reason();
  }
}
