package dev.athanor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final Set<String> AS_IN_A_POD = Set.of("resources", "tolerations");

  @Test
  void the_committed_page_is_what_the_crd_says() throws IOException {
    assertThat(Files.readString(ReferencePage.FILE))
        .as("%s differs from the types in dev.athanor.api: run `make generate`", ReferencePage.FILE)
        .isEqualTo(ReferencePage.text());
  }

  @Test
  void every_field_of_a_spec_explains_itself() {
    assertThat(fields(CrdSchema.tree().at("/properties/spec")))
        .allSatisfy(
            field ->
                assertThat(field.getValue().path("description").asText())
                    .as(field.getKey())
                    .isNotEmpty());
  }

  @Test
  void the_pages_that_are_written_by_hand_name_every_field_of_a_spec() throws IOException {
    var pages =
        Files.readString(Path.of("docs/resource.md"))
            + Files.readString(Path.of("docs/connections.md"));

    assertThat(fields(CrdSchema.tree().at("/properties/spec")).map(Map.Entry::getKey))
        .allSatisfy(name -> assertThat(pages).containsPattern("[`.{,]" + name + "[`.,}\\[: ]"));
  }

  /** The fields of an object and of those within it; what is as in a pod needs no words of ours. */
  private static Stream<Map.Entry<String, JsonNode>> fields(JsonNode schema) {
    return schema.path("properties").properties().stream()
        .flatMap(
            field ->
                Stream.concat(
                    Stream.of(field),
                    AS_IN_A_POD.contains(field.getKey())
                        ? Stream.empty()
                        : Stream.concat(
                            fields(field.getValue()), fields(field.getValue().path("items")))));
  }
}
