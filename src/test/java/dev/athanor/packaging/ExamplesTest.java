package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.athanor.api.CrdSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people copy: the resources in {@code examples/} and in the pages. */
class ExamplesTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern FENCED = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
  private static final Path FLUX = Path.of("examples/flux/shop.yaml");

  static Stream<Arguments> resources() throws IOException {
    return documents()
        .filter(
            document -> document.content().path("apiVersion").asText().startsWith("athanor.dev/"))
        .map(document -> Arguments.of(document.where(), document.content()));
  }

  record Document(String where, JsonNode content) {}

  private static Stream<Document> documents() throws IOException {
    var examples =
        files(Path.of("examples"), ".yaml").flatMap(file -> parse(file.toString(), text(file)));
    var pages =
        Stream.concat(files(Path.of("docs"), ".md"), Stream.of(Path.of("README.md")))
            .flatMap(
                page ->
                    FENCED
                        .matcher(text(page))
                        .results()
                        .flatMap(block -> parse(page.toString(), block.group(1))));
    return Stream.concat(examples, pages);
  }

  private static Stream<Path> files(Path folder, String end) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList().stream();
    }
  }

  private static Stream<Document> parse(String where, String yaml) {
    try {
      return YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml).readAll().stream()
          .map(content -> new Document(where, content));
    } catch (IOException e) {
      throw new UncheckedIOException(where, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resources")
  void a_resource_is_one_that_the_crd_lets_in(String where, JsonNode resource) {
    assertThat(CrdSchema.violations(resource)).as(where).isEmpty();
  }

  /** By the same name the resource would stay Ready, for the old set, until the operator looks. */
  @ParameterizedTest
  @ValueSource(strings = {"examples/hashed", "examples/argocd/shop/app"})
  void what_others_wait_for_is_a_new_generation_with_new_revisions(Path folder) throws IOException {
    var kustomization = YAML.readTree(text(folder.resolve("kustomization.yaml")));
    var names = YAML.readTree(text(folder.resolve("names.yaml")));

    assertThat(kustomization.findValue("disableNameSuffixHash")).isNull();
    assertThat(kustomization.at("/configurations/0").asText()).isEqualTo("names.yaml");
    assertThat(names.at("/nameReference/0/fieldSpecs/0/path").asText())
        .isEqualTo("spec/revisions/configMaps/name");
  }

  @Test
  void flux_waits_for_a_new_generation_too() {
    var schema = parse(FLUX.toString(), text(FLUX)).findFirst().orElseThrow().content();

    assertThat(schema.at("/spec/path").asText()).isEqualTo("./examples/hashed");
  }

  @Test
  void the_page_about_flux_shows_the_example() throws IOException {
    var shown =
        parse("docs/flux.md", text(Path.of("docs/flux.md")).split("(?m)^```(yaml)?$", -1)[1])
            .toList();
    var example = parse(FLUX.toString(), text(FLUX)).toList();

    assertThat(example).extracting(Document::content).contains(shown.getFirst().content());
  }
}
