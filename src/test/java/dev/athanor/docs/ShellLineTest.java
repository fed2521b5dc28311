package dev.athanor.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellLineTest {

  @Test
  void quotes_hold_words_together() {
    assertThat(ShellLine.commands("athanor merge -m \"join a\" 'b c' --current \"\""))
        .containsExactly(List.of("athanor", "merge", "-m", "join a", "b c", "--current", ""));
  }

  @Test
  void a_line_may_have_several_commands() {
    assertThat(ShellLine.commands("mkdir shop && cd shop; ls | grep a"))
        .containsExactly(
            List.of("mkdir", "shop"), List.of("cd", "shop"), List.of("ls"), List.of("grep", "a"));
  }

  @Test
  void variables_redirections_and_comments_are_no_words() {
    assertThat(ShellLine.commands("ATHANOR_DRIVERS=$PWD/drivers athanor heads > heads.txt # all"))
        .containsExactly(List.of("athanor", "heads"));
  }

  @Test
  void what_is_substituted_stays_as_it_is_written() {
    assertThat(ShellLine.commands("kubectl annotate dbm a b=\"$(date -Iseconds)\" c=$(date -u)"))
        .containsExactly(
            List.of("kubectl", "annotate", "dbm", "a", "b=$(date -Iseconds)", "c=$(date -u)"));
  }

  @Test
  void a_quote_that_never_ends_is_an_error() {
    assertThatThrownBy(() -> ShellLine.commands("athanor revision -m 'orders"))
        .hasMessageContaining("athanor revision -m 'orders");
  }

  @Test
  void behind_a_prompt_is_what_is_typed_and_below_it_what_is_shown() {
    var block = new CodeBlock(Path.of("x.md"), 1, "console", "$ a \\\n  b\nshown\n$ c\n");

    assertThat(block.typed())
        .containsExactly(
            new CodeBlock.Typed("a   b", List.of("shown")), new CodeBlock.Typed("c", List.of()));
  }
}
