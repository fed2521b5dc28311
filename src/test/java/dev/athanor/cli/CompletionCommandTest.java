package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
  @TempDir Path folder;

  @Test
  void bash_takes_the_script_and_knows_how_to_complete() throws Exception {
    assertThat(bash("complete -p athanor")).contains("-F _complete_athanor");
  }

  @Test
  void commands_are_completed() throws Exception {
    assertThat(completed("athanor", "up").split("\n")).containsExactly("upgrade");
    assertThat(completed("athanor", "show-c").split("\n")).containsExactly("show-current-revision");
  }

  @Test
  void options_are_completed_and_so_are_their_values() throws Exception {
    assertThat(completed("athanor", "history", "--rev").split("\n"))
        .containsExactlyInAnyOrder("--revisions", "--rev-range");
    assertThat(completed("athanor", "graph", "--format", "m").split("\n"))
        .containsExactly("mermaid");
  }

  @Test
  void values_are_offered_as_they_are_documented() throws Exception {
    assertThat(completed("athanor", "import", "--from", "g").split("\n"))
        .containsExactly("golang-migrate", "goose");
    assertThat(completed("athanor", "upgrade", "--tls-mode", "verify").split("\n"))
        .containsExactly("verify-ca", "verify-full");
    assertThat(completed("athanor", "plan", "u").split("\n")).containsExactly("upgrade");
  }

  @Test
  void the_script_for_zsh_loads_what_runs_that_for_bash() {
    var script = new Cli(folder).run("completion", "zsh").out();
    assertThat(script).startsWith("autoload").contains("bashcompinit", "_complete_athanor");
  }

  @Test
  void the_json_has_the_script() {
    var json = new Cli(folder).run("completion", "bash", "-o", "json").json();
    assertThat(json.get("kind").asText()).isEqualTo("Completion");
    assertThat(json.get("script").asText()).contains("_complete_athanor");
  }

  /** What bash would offer with the cursor at the end of these words. */
  private String completed(String... words) throws Exception {
    return bash(
        "compopt() { :; }; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_athanor; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(String.join(" ", words), words.length - 1));
  }

  private String bash(String commands) throws IOException, InterruptedException {
    var script = folder.resolve("completion.bash");
    var run = new Cli(folder).run("completion", "bash");
    assertThat(run.exitCode()).isZero();
    Files.writeString(script, run.out());
    var bash =
        new ProcessBuilder("bash", "--norc", "-c", "source '" + script + "'; " + commands)
            .redirectErrorStream(true)
            .start();
    var text = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(text).isZero();
    return text.strip();
  }
}
