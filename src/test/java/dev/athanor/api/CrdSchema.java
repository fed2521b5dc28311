package dev.athanor.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The generated CRD, and the resources under {@code src/test/resources/crd} held against it. */
public final class CrdSchema {
  private static final Path SAMPLES = Path.of("src/test/resources/crd");

  private static final JsonSchema SCHEMA = compiled(tree());
  private static final JsonSchema STRICT = compiled(closed(tree()));

  private CrdSchema() {}

  /** The text that the build wrote. */
  public static String generated() {
    try (InputStream file =
        Objects.requireNonNull(
            CrdSchema.class.getResourceAsStream(
                "/META-INF/fabric8/databasemigrations.athanor.dev-v1.yml"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema of a resource, as a tree of its own. */
  static JsonNode tree() {
    return Serialization.unmarshal(generated(), JsonNode.class)
        .at("/spec/versions/0/schema/openAPIV3Schema");
  }

  /** Files of resources whose names begin like this. */
  public static Stream<Path> samples(String prefix) {
    try (var files = Files.list(SAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the schema has against a file. */
  public static List<String> violations(Path file) {
    try {
      return violations(Serialization.unmarshal(Files.readString(file), JsonNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the schema has against a resource. */
  public static List<String> violations(JsonNode resource) {
    return SCHEMA.validate(resource).stream().map(Object::toString).toList();
  }

  /** The same, and fields that it does not have, which an API server drops or warns of. */
  public static List<String> strictViolations(JsonNode resource) {
    return STRICT.validate(resource).stream().map(Object::toString).toList();
  }

  private static JsonSchema compiled(JsonNode schema) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }

  /** Lets no object below the resource's own fields have others than those that it names. */
  private static JsonNode closed(JsonNode schema) {
    schema.path("properties").forEach(CrdSchema::close);
    return schema;
  }

  private static void close(JsonNode schema) {
    var properties = schema.path("properties");
    if (!properties.isEmpty() && !schema.has("x-kubernetes-preserve-unknown-fields")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    properties.forEach(CrdSchema::close);
    if (schema.path("items").isObject()) {
      close(schema.path("items"));
    }
  }
}
