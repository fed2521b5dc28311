package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditCommandTest {
  @TempDir private Path folder;
  private Cli athanor;

  @BeforeEach
  void project() {
    athanor = new Cli(folder).twoRevisions().file("editor", "echo '-- reviewed' >> \"$2\"");
  }

  @Test
  void anEditorWithOptionsOpensTheFileWithoutATerminalToo() {
    var edited = athanor.with("EDITOR", "sh editor --wait").run("edit", "head");

    assertThat(edited.err()).isEmpty();
    assertThat(edited.exitCode()).isZero();
    assertThat(folder.resolve("revisions/2.sql")).content().endsWith("-- reviewed\n");
    assertThat(folder.resolve("revisions/1.sql")).content().doesNotContain("reviewed");
  }

  @Test
  void visualGoesBeforeEditor() {
    athanor.with("EDITOR", "false").with("VISUAL", "sh editor --wait");

    assertThat(athanor.run("edit", "aaaa1").exitCode()).isZero();
    assertThat(folder.resolve("revisions/1.sql")).content().endsWith("-- reviewed\n");
  }

  @Test
  void withoutAnEditorTheFileIsNamed() {
    var refused = athanor.run("edit", "head");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("InvalidUsage", "VISUAL or EDITOR", "revisions/2.sql");
  }

  @Test
  void anEditorThatFailsIsNamedWithItsExitCode() {
    var failed = athanor.with("EDITOR", "false").run("edit", "head");

    assertThat(failed.err()).contains("'false'", "exit code 1", "revisions/2.sql");
  }
}
