package dev.athanor.revision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.error.AthanorException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small graphs in which several rules meet, with what Alembic 1.19 does under every hash seed that
 * was tried: the revisions as in {@link Graphs}, in load order; the rows before; the command; then
 * each step with the rows after it, or the reason of a refusal.
 */
class AlembicExamplesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      a; d < c; g < f, a; f < d, b, e; e ! c; b; c ! b; h ! c, a        | -   | upgrade h@heads | a [a], b [a b], c [a c], h [h]
      a # feature; b < a; c ! b; d < b, c; e; f < d; g < e, f; h < g    | d   | upgrade heads   | f [f], e [e f], g [g], h [h]
      a # feature; b < a; c ! b; d < b, c; e; f < d; g < e, f; h < g    | a   | upgrade c@+1    | b [b], c [c]
      a; b < a # beta; c < a ! beta; d < c, b                           | -   | upgrade beta@head | a [a], b [b], c [c], d [d]
      a; b ! a; c; d < a, b; e; f < e, c; g; h < f                      | a   | upgrade h@head  | c [a c], e [a c e], f [a f], h [a h]
      a; b ! a; c < b ! a; d < a, c; e < a ! b; f < d ! e; g            | -   | upgrade d@f     | a [a], b [b], c [c], e [c e], d [d e], f [f]
      f < e; e < a, b, d; d < c ! b; a; h < g, f; g < a; c ! b; b       | f   | upgrade head    | g [f g], h [h]
      a; b; f < e # on; g; c # infra; e < d ! b # off; d < c; h < f ! b | a g | upgrade c@e     | b [a b g], c [a b c g], d [a b d g], e [a e g]
      b < a; c; e < d; a # users; g < e ! f; f < c, e; d < b            | -   | upgrade users@c+1 | a [a], b [b], d [d], e [e], c [c e], f [f]
      c < b; e < d; g < e, f; a # alpha; d < c; f < b; h < g; b < a     | -   | upgrade heads-1 | a [a], b [b], f [f], c [c f], d [d f], e [e f], g [g]
      a; b; c < b; d; e < d; f < c; g < e, f, a; h < g                  | a   | upgrade f+2     | b [a b], c [a c], f [a f], d [a d f], e [a e f], g [g], h [h]
      d < b, c; e < d; a; f < e; b < a; c < a # main                    | b   | upgrade +2      | c [b c], d [d], e [e]
      a; b; c < a, b; d < c; e ! b, c # users; f # delta                | d e f | upgrade +1    | AmbiguousCurrent
      a; b; c < a, b; d < c; e ! b, c # users; f # delta                | f d | upgrade head    | MultipleHeads
      a; b < a; c < b # main; d < b ! main; e < c ! d                   | a e | upgrade main@base | OverlappingRevisions
      a # infra; b ! infra; c < b ! infra; d < a, c; e ! b, c; f < e, d; g < f; h < g | h | downgrade infra@a | h [g], g [f], f [d e], d [e]
      a; b < a; c < b # main; d < b ! main; e < c ! d                   | d   | downgrade main@base | d [c], c [b], b [a], a []
      c < b; d < b; a; b ! a # main; f < e, d; g < d; e < a; h          | f c h g | downgrade c-1 | c [f g h], f [e g h], g [d e h], d [b e h]
      a; d < c; g < f, a; f < d, b, e; e ! c; b; c ! b; h ! c, a        | h g | downgrade e     | g [f h], f [d e h]
      a # net; b < a; c < b # main; d < b ! main; e < d; f < b; g < c ! d; h < g | g e | downgrade main@-2 | e [g], g [d], d [c], c [b]
      a; b < a; c < b; d < c; e < c ! d; f < d ! e; g ! d, e            | f g | downgrade f@f-2 | f [g], g [e], e [d], d [c]
      a; b < a; c < b; d < b; e < c ! d                                 | d c | downgrade base  | c [d], d [b], b [a], a []
      a; b < a; c < b; d; e < d ! a # delta; f < e ! b; g ! a, f; h < c ! g | h | downgrade delta@delta | h [c g], g [c f], f [c e]
      a; b < a; c < b # gamma; d < b; e < b                             | d c e | downgrade gamma@base+1 | c [d e], d [e], e [b], b [a]
      c < b ! a; d < c, b ! a # billing; a; e < d, b; b < a             | d   | downgrade a@head | RangeNotAncestor
      c < b ! a; d < c, b ! a # billing; a; e < d, b; b < a             | e   | downgrade -1    | AmbiguousWalk
      c < b ! a; d < c, b ! a # billing; a; e < d, b; b < a             | d   | downgrade billing@+2 | RelativeOutOfRange
      a; b < a; c < b; d < b ! c; e < c; f < d ! c; g < e ! d           | f   | downgrade b@b   | InvalidDowngradeTarget
      a; b < a; c < b ! a; d < c ! b; e < b, a; f                       | d   | stamp e c       | [d e], [c e]
      a; b # on; c < a, b; d < b; e < d, b; f < e ! d                   | c   | stamp heads     | [c f]
      a; b < a; c < b; d < a; e < b # billing; f < c ! d, billing; g < c; h < d | c | stamp a@base heads | [f], [f g], [f g h]
      a; b # net; c # delta; d; e; f < c, b                             | d b a | stamp e net@head | [a b d e], [a d e f]
      a; b < a; c; d; e < a ! b; f < c ! d, a; g                        | e f g | stamp b@heads | [b f g]
      d < b, c; e < d; a; f < e; b < a; c < a # main                    | f   | stamp main a@base | [c]
      a # auth; b < a; c < b; d < c; e # beta; f # net; g # users       | -   | stamp net@heads auth@heads | [f], [d f]
      user1; user2 < user1; item # extra                                | -   | upgrade user@user2 | NoSuchBranch
      user1; user2 < user1; item # extra                                | -   | upgrade user@base-1 | NoSuchBranch
      user1; user2 < user1; item # extra                                | -   | upgrade user@head | AmbiguousRevision
      user1; user2 < user1; item # extra                                | -   | upgrade user@base+1 | AmbiguousRevision
      user1; user2 < user1; item # extra                                | -   | upgrade nosuch@ | NoSuchBranch
      user1; user2 < user1; item # extra                                | gone | upgrade nosuch@+1 | UnknownRevision
      user1; user2 < user1; item # extra                                | user2 | downgrade user@base | NoSuchBranch
      user1; user2 < user1; item # extra                                | user2 | downgrade user@user1-1 | NoSuchBranch
      user1; user2 < user1; item # extra                                | user2 | downgrade user@-1 | AmbiguousRevision
      user1; user2 < user1; item # extra                                | -   | stamp user@user2 | NoSuchBranch
      user1; user2 < user1; item # extra                                | user2 | stamp user@user2 | AmbiguousRevision
      user1; user2 < user1; item # extra                                | user2 | stamp user@base | AmbiguousRevision
      user1; user2 < user1; item # extra                                | -   | stamp nosuch head | MultipleHeads
      user1; user2 < user1; item # extra                                | user2 | stamp user1 nosuch@user1 gone | NoSuchBranch
      user1; user2 < user1; item # extra                                | user2 | stamp gone nosuch@user1 | UnknownRevision
      user1; user2 < user1; item # extra                                | user2 | stamp extra@user1 nosuch@user1 | NoSuchBranch
      """)
  void comesOutAsInAlembic(String graph, String rows, String command, String outcome) {
    var planner = new Planner(Graphs.of(graph.split(";", -1)));
    var current = rows.equals("-") ? List.<String>of() : List.of(rows.split(" ", -1));
    var words = List.of(command.split(" ", -1));

    assertThat(outcome(planner, current, words)).isEqualTo(outcome);
  }

  private static String outcome(Planner planner, List<String> current, List<String> words) {
    try {
      var plan =
          switch (words.getFirst()) {
            case "upgrade" -> planner.upgrade(current, words.getLast());
            case "downgrade" -> planner.downgrade(current, words.getLast());
            default -> planner.stamp(current, words.subList(1, words.size()), false);
          };
      return plan.steps().stream().map(AlembicExamplesTest::line).collect(Collectors.joining(", "));
    } catch (AthanorException refused) {
      return refused.reason().id();
    }
  }

  private static String line(Step step) {
    var rows = step.rowsAfter().stream().sorted().toList();
    return Stream.concat(step.revision().stream(), Stream.of("[" + String.join(" ", rows) + "]"))
        .collect(Collectors.joining(" "));
  }
}
