package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultsTest {
  private Cli athanor;

  @BeforeEach
  void project(@TempDir Path folder) {
    athanor = new Cli(folder).twoRevisions();
  }

  @Test
  void anOptionComesFromTheEnvironment() {
    assertThat(athanor.with("ATHANOR_CURRENT", "bbbb2").run("current").out())
        .isEqualTo("bbbb2 (head)\n");
  }

  @Test
  void anOptionComesFromTheFile() {
    athanor.file("athanor.yaml", "current: bbbb2\nrevisions: [revisions]\n");

    assertThat(athanor.run("current").out()).isEqualTo("bbbb2 (head)\n");
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() {
    athanor.file("athanor.yaml", "current: aaaa1\n");

    assertThat(athanor.with("ATHANOR_CURRENT", "bbbb2").run("current").out()).startsWith("bbbb2");
    assertThat(athanor.run("current", "--current", "aaaa1").out()).startsWith("aaaa1");
  }

  @Test
  void pathsInTheFileAreRelativeToTheFile() {
    athanor.file("conf/athanor.yaml", "revisions: ../revisions\n");

    assertThat(athanor.run("heads", "--config", "conf/athanor.yaml").out())
        .isEqualTo("bbbb2 (head)\n");
  }

  @Test
  void aKeyThatIsNoOptionIsNamed() {
    athanor.file("athanor.yaml", "urll: jdbc:postgresql://localhost/shop\n");

    var refused = athanor.run("heads");

    assertThat(refused.exitCode()).isEqualTo(17);
    assertThat(refused.err()).contains("InvalidConfiguration", "athanor.yaml", "'urll'");
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsLine() {
    athanor.file("athanor.yaml", "current: aaaa1\nurl: [\n");

    assertThat(athanor.run("heads", "-o", "json").json().at("/error/line").asInt()).isPositive();
  }

  @Test
  void aNamedFileThatIsMissingIsAnError() {
    assertThat(athanor.run("heads", "--config", "nosuch.yaml").err()).contains("nosuch.yaml");
  }
}
