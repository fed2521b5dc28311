package dev.athanor.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class CrdTest {
  private static final Path COMMITTED = Path.of("crds/databasemigrations.athanor.dev.yaml");

  @Test
  void the_committed_copy_is_what_the_types_stand_for() throws IOException {
    assertThat(withoutFirstLine(Files.readString(COMMITTED)))
        .as("crds/ differs from the types in dev.athanor.api: run `make generate`")
        .isEqualTo(withoutFirstLine(CrdSchema.generated()));
  }

  @Test
  void it_is_small_enough_for_a_client_side_apply() throws IOException {
    assertThat(Files.size(COMMITTED)).isLessThan(64 * 1024);
  }

  /** As kubectl and Helm read YAML, which take an unquoted True for a boolean. */
  @Test
  void what_a_text_may_be_is_text_to_every_reader() {
    var strings = new ArrayList<Object>();
    Object crd = new Yaml(new SafeConstructor(new LoaderOptions())).load(CrdSchema.generated());
    collectEnums(crd, strings);

    assertThat(strings).isNotEmpty().allMatch(String.class::isInstance);
  }

  /** The server drops it, and what is applied differs from what is there for ever. */
  @Test
  void no_default_is_null() {
    assertThat(CrdSchema.generated()).contains("default: ").doesNotContain("default: null");
  }

  private static void collectEnums(Object node, List<Object> values) {
    if (node instanceof Map<?, ?> map) {
      if (map.get("enum") instanceof List<?> allowed) {
        values.addAll(allowed);
      }
      map.values().forEach(value -> collectEnums(value, values));
    } else if (node instanceof List<?> list) {
      list.forEach(value -> collectEnums(value, values));
    }
  }

  @TestFactory
  Stream<DynamicTest> a_valid_resource_is_accepted() {
    return CrdSchema.samples("valid-")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> assertThat(CrdSchema.violations(file)).isEmpty()));
  }

  /** What only a rule in CEL refuses, only a real API server can: {@code ApiServerIT}. */
  @TestFactory
  Stream<DynamicTest> an_invalid_resource_is_refused() {
    return CrdSchema.samples("invalid-")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> refuses(CrdSchema.violations(file), file)));
  }

  private static void refuses(List<String> violations, Path file) throws IOException {
    assertThat(String.join("\n", violations))
        .contains(Files.readAllLines(file).getFirst().substring("# ".length()));
  }

  private static String withoutFirstLine(String text) {
    return text.substring(text.indexOf('\n') + 1);
  }
}
