package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void a_branch_and_a_plugin_that_depends_on_its_beginning() throws IOException {
    revision("aaaa", "the beginning", "");
    revision("bbbb", "say \"when\" & <why>", "-- down-revision: aaaa\n-- branch-labels: shop\n");
    revision("cccc", "the other", "-- down-revision: aaaa\n");
    revision("dddd", "together", "-- down-revision: bbbb, cccc\n");
    revision("pppp", "a plugin", "-- depends-on: bbbb\n-- branch-labels: plugin\n");
  }

  @Test
  void the_text_shows_branches_merges_labels_and_heads() {
    assertThat(run().out())
        .isEqualTo(
            """
            * dddd (shop) (head), together
            |\\
            | | * pppp (plugin) (head), a plugin
            | | :
            |_|/
            * | bbbb (shop), say "when" & <why>
            | * cccc, the other
            |/
            * aaaa, the beginning
            """);
  }

  @Test
  void the_position_is_marked_without_a_database() {
    assertThat(run("--current", "cccc").out()).contains("| * cccc (current), the other\n");
    assertThat(run("--format", "dot", "--current", "cccc").out())
        .containsOnlyOnce("filled")
        .contains("\"cccc\" [label=\"cccc (current)\\nthe other\", style=\"rounded,bold,filled\"");
    assertThat(run("--format", "mermaid", "--current", "cccc").out())
        .contains("[\"cccc (current)<br/>the other\"]:::current");
    assertThat(run("--format", "svg", "--current", "cccc").out()).contains("<g class=\"current\">");
  }

  @Test
  void a_position_that_the_set_does_not_have_is_said() {
    var run = run("--current", "zzzz");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("zzzz");
  }

  @Test
  void dot_has_every_edge_and_dashes_dependencies() {
    assertThat(run("--format", "dot").out())
        .contains("\"aaaa\" -> \"bbbb\";", "\"aaaa\" -> \"cccc\";", "\"cccc\" -> \"dddd\";")
        .contains("\"bbbb\" -> \"pppp\" [style=dashed];")
        .contains("say \\\"when\\\" & <why>");
  }

  @Test
  void mermaid_has_every_edge_and_dashes_dependencies() {
    assertThat(run("--format", "mermaid").out())
        .startsWith("flowchart BT\n")
        .containsOnlyOnce("-.->")
        .contains("say #34;when#34; #38; #60;why#62;");
  }

  @Test
  void svg_is_xml_with_a_path_for_every_edge_and_a_dot_for_every_revision() throws Exception {
    var svg = run("--format", "svg").out();
    var document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));

    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(5);
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(5);
    assertThat(svg).contains("class=\"dependency\" data-from=\"pppp\" data-to=\"bbbb\"");
  }

  @Test
  void the_json_has_revisions_and_edges() {
    var json = run("-o", "json", "--current", "cccc").json();

    assertThat(json.get("kind").asText()).isEqualTo("Graph");
    assertThat(json.get("current").get(0).asText()).isEqualTo("cccc");
    assertThat(json.get("revisions")).hasSize(5);
    assertThat(json.get("edges").toString())
        .contains("{\"from\":\"pppp\",\"to\":\"bbbb\",\"dependency\":true}")
        .contains("{\"from\":\"dddd\",\"to\":\"cccc\",\"dependency\":false}");
  }

  @Test
  void a_range_is_drawn_alone() {
    assertThat(run("-r", "cccc:dddd").out())
        .isEqualTo("* dddd (shop) (head), together\n* cccc, the other\n");
  }

  @Test
  void history_has_the_same_picture_beside_it() {
    assertThat(new Cli(folder).run("history", "--graph").out())
        .contains("* | aaaa -> bbbb (shop), say")
        .contains("* <base> -> aaaa (branchpoint), the beginning");
    assertThat(new Cli(folder).run("history", "-g", "-v").out())
        .contains("* | Rev: bbbb (shop)\n| | Parent: aaaa\n");
  }

  private Cli.Result run(String... options) {
    var args = new String[options.length + 1];
    args[0] = "graph";
    System.arraycopy(options, 0, args, 1, options.length);
    return new Cli(folder).run(args);
  }

  private void revision(String id, String message, String header) throws IOException {
    Files.createDirectories(folder.resolve("revisions"));
    Files.writeString(
        folder.resolve("revisions/" + id + ".sql"),
        "-- revision: %s\n%s-- message: %s\n\n-- upgrade\nSELECT 1;\n-- downgrade\nSELECT 1;\n"
            .formatted(id, header, message));
  }
}
