package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class GeneratedFilesTest {
  static Stream<GeneratedFiles.Generated> files() {
    return GeneratedFiles.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void what_is_committed_is_what_its_source_says(GeneratedFiles.Generated file) throws IOException {
    assertThat(Files.readString(file.path()))
        .as(file.path() + " differs from its source: run `make generate`")
        .isEqualTo(file.text());
  }

  /** What is bare in YAML 1.2 may be a boolean in YAML 1.1, which kubectl reads. */
  @ParameterizedTest
  @ValueSource(strings = {"crds/databasemigrations.athanor.dev.yaml", "operator/install.yaml"})
  void an_older_yaml_reads_the_same(String file) throws IOException {
    var text = Files.readString(Path.of(file));

    var older = new ArrayList<JsonNode>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(text)
        .forEach(document -> older.add(new ObjectMapper().valueToTree(document)));

    var newer = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
    assertThat(older).isEqualTo(newer);
  }
}
