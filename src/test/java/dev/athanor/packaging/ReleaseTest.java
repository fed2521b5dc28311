package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.athanor.testing.Manifests;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a release is made of: versions, workflows, the image's recipe. */
class ReleaseTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path DOCKERFILE = Path.of("operator/Dockerfile");
  private static final Pattern USES = Pattern.compile("(?m)uses: *(\\S+)(.*)$");

  static Stream<Path> workflows() throws IOException {
    try (var files = Files.list(Path.of(".github/workflows"))) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void every_place_says_the_same_version() throws IOException {
    var version = only(Path.of("pom.xml"), "(?m)^  <version>(.*?)(?:-SNAPSHOT)?</version>$");
    var chart = YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
    var images = YAML.readTree(chart.at("/annotations/artifacthub.io~1images").asText());
    var kustomization = YAML.readTree(Path.of("operator/kustomization.yaml").toFile());

    assertThat(chart.get("version").asText()).isEqualTo(version);
    assertThat(chart.get("appVersion").asText()).isEqualTo(version);
    assertThat(images.at("/0/image").asText()).endsWith(":" + version);
    assertThat(kustomization.at("/images/0/newTag").asText()).isEqualTo(version);
    assertThat(
            Manifests.install()
                .one(Deployment.class, "athanor-operator")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage())
        .endsWith(":" + version);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void a_workflow_pins_each_action_by_its_commit_and_asks_for_few_rights(Path file)
      throws IOException {
    var text = Files.readString(file);

    assertThat(USES.matcher(text).results().map(MatchResult::group))
        .isNotEmpty()
        .allMatch(line -> line.matches("uses: \\S+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
    assertThat(YAML.readTree(text).get("permissions")).isEqualTo(YAML.readTree("contents: read"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void a_workflow_runs_scripts_and_targets_that_there_are(Path file) throws IOException {
    var makefile = Files.readString(Path.of("Makefile"));
    for (JsonNode job : YAML.readTree(file.toFile()).get("jobs")) {
      for (var step : job.get("steps")) {
        var run = step.path("run").asText();
        var make = Pattern.compile("(?m)^make ([a-z-]+)").matcher(run);
        assertThat(make.results().map(match -> match.group(1)))
            .allMatch(target -> makefile.contains("\n" + target + ":"));
        var script = Pattern.compile("(?m)^(\\.\\S+/\\S+)").matcher(run);
        assertThat(script.results().map(match -> Path.of(match.group(1))))
            .allMatch(Files::isExecutable);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void a_workflow_stops_at_what_fails_within_a_pipe(Path file) throws IOException {
    var workflow = YAML.readTree(file.toFile());
    var pipes =
        workflow.findValuesAsText("run").stream().filter(run -> run.matches("(?s).*[^|]\\|[^|].*"));

    assertThat(pipes).allMatch(run -> workflow.at("/defaults/run/shell").asText().equals("bash"));
  }

  @Test
  void a_release_has_the_names_that_are_installed() throws IOException {
    var release = YAML.readTree(Path.of(".github/workflows/release.yaml").toFile());
    var values = YAML.readTree(Chart.FOLDER.resolve("values.yaml").toFile());

    assertThat(release.at("/env/IMAGE").asText())
        .isEqualTo(values.at("/image/repository").asText());
  }

  @Test
  void what_runs_in_kind_is_pinned_by_digest() throws IOException {
    var kind = YAML.readTree(Path.of(".github/workflows/kind.yaml").toFile());

    assertThat(kind.at("/jobs/install/strategy/matrix/node"))
        .hasSizeGreaterThan(1)
        .allMatch(node -> node.asText().matches("v1\\.\\d+\\.\\d+@sha256:[0-9a-f]{64}"));
  }

  @Test
  void what_images_stand_on_is_pinned_by_digest() throws IOException {
    var pinned = "\\S+/\\S+:\\S+@sha256:[0-9a-f]{64}";
    assertThat(only(DOCKERFILE, "(?m)^ARG BUILD=(.*)$")).matches(pinned);
    assertThat(only(DOCKERFILE, "(?m)^ARG BASE=(.*)$")).matches(pinned);
    assertThat(only(Path.of("pom.xml"), "<jib.base>(.*)</jib.base>")).matches(pinned);
  }

  @Test
  void the_image_runs_as_a_number_that_is_not_root() throws IOException {
    assertThat(only(DOCKERFILE, "(?m)^USER (\\d+):\\d+$")).isNotEqualTo("0");
  }

  @Test
  void the_image_brings_the_locale_that_it_names() throws IOException {
    assertThat(only(DOCKERFILE, "(?m)^ENV LANG=(.*)$")).isEqualTo("C.UTF-8");
    assertThat(Files.readString(DOCKERFILE)).contains("/usr/lib/locale/C.utf8\nENV LANG");
  }

  @Test
  void the_image_starts_what_was_trained() throws IOException {
    assertThat(only(DOCKERFILE, "(?m)^ENTRYPOINT (.*)$"))
        .isEqualTo("[\"/app/java/bin/java\", \"-XX:AOTCache=/app/athanor.aot\", \"@/app/args\"]");
    assertThat(Files.readString(DOCKERFILE)).contains("make tree TREE=/app");
  }

  @Test
  void the_image_by_jib_starts_the_program_with_the_same_options() throws IOException {
    var argument = Pattern.compile("<arg>(-X.*|--.*)</arg>");
    var word = Pattern.compile("(?<=[ '])(-X[^ ']+|--[^ ']+)");
    var makefile = Files.readString(Path.of("Makefile"));
    var args =
        makefile.substring(makefile.indexOf("{ echo '-XX:"), makefile.indexOf("> $(TREE)/args"));

    assertThat(found(argument, jib())).contains("-XX:+UseSerialGC").isEqualTo(found(word, args));
  }

  @Test
  void the_image_by_jib_has_the_same_labels_and_user() throws IOException {
    var labels = Pattern.compile("(org\\.opencontainers\\.image\\.\\w+=\".*?\")");

    assertThat(found(labels, Files.readString(DOCKERFILE)))
        .hasSize(4)
        .allMatch(label -> jib().contains(label.replaceFirst("(.*)=\"(.*)\"", "<$1>$2</$1>")));
    assertThat(jib()).contains("<user>" + only(DOCKERFILE, "(?m)^USER (\\d.*)$") + "</user>");
  }

  private static String jib() {
    try {
      var pom = Files.readString(Path.of("pom.xml"));
      return pom.substring(pom.indexOf("<container>"), pom.indexOf("</container>"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String only(Path file, String pattern) throws IOException {
    var found = Pattern.compile(pattern).matcher(Files.readString(file)).results().toList();
    assertThat(found).as("%s in %s", pattern, file).hasSize(1);
    return found.getFirst().group(1);
  }
}
