package dev.athanor.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The page {@code docs/reference/databasemigration.md}, from the CRD; {@code make generate} writes
 * it.
 */
final class ReferencePage {
  static final Path FILE = Path.of("docs/reference/databasemigration.md");

  private static final String INTRODUCTION =
      """
      <!-- Generated from src/main/java/dev/athanor/api by `make generate`. -->
      # DatabaseMigration: every field

      `athanor.dev/v1alpha1`, namespaced, short name `dbm`, category `athanor`. This page lists what
      the API server checks. [The resource](../resource.md) says what the fields do and how they work
      together.

      `kubectl explain dbm.spec --recursive` shows the same of the version that is installed.
      """;

  /** An object of the schema, and what it is called on the page. */
  private record Part(String path, JsonNode schema) {}

  private ReferencePage() {}

  /** Writes the page. */
  public static void main(String... args) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, text());
  }

  static String text() {
    var page = new StringBuilder(INTRODUCTION);
    var root = CrdSchema.tree();
    for (var name : List.of("spec", "status")) {
      parts(name, root.path("properties").path(name)).forEach(part -> append(page, part));
    }
    return page.toString();
  }

  /** An object and those within it, each behind the one that it belongs to. */
  private static Stream<Part> parts(String path, JsonNode schema) {
    var fields = new ArrayList<Part>();
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              var list = field.getValue().has("items");
              var inner = list ? field.getValue().path("items") : field.getValue();
              if (inner.has("properties")) {
                fields.add(new Part(path + "." + field.getKey() + (list ? "[]" : ""), inner));
              }
            });
    return Stream.concat(
        Stream.of(new Part(path, schema)),
        fields.stream().flatMap(part -> parts(part.path(), part.schema())));
  }

  private static void append(StringBuilder page, Part part) {
    page.append("\n## %s\n".formatted(part.path()));
    if (part.schema().has("description")) {
      page.append("\n%s\n".formatted(escaped(part.schema().path("description").asText())));
    }
    page.append("\n| field | type | default | |\n| --- | --- | --- | --- |\n");
    var required = words(part.schema().path("required")).toList();
    part.schema()
        .path("properties")
        .properties()
        .forEach(
            field ->
                page.append(
                    row(
                        part.path(),
                        field.getKey(),
                        field.getValue(),
                        required.contains(field.getKey()))));
    var rules = part.schema().path("x-kubernetes-validations");
    if (!rules.isEmpty()) {
      page.append("\nRules:\n\n");
      rules.forEach(
          rule ->
              page.append(
                  "- %s: `%s`%n"
                      .formatted(
                          escaped(rule.path("message").asText()), rule.path("rule").asText())));
    }
  }

  private static String row(String path, String name, JsonNode field, boolean required) {
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            name,
            type(path, name, field),
            required ? "required" : standard(field),
            cell(
                Stream.of(
                        field.path("description").asText(),
                        field.path("items").has("properties")
                            ? ""
                            : field.path("items").path("description").asText(),
                        limits(field))
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(" "))));
  }

  private static String type(String path, String name, JsonNode field) {
    if (field.has("properties")) {
      return "[object](#%s)".formatted(anchor(path + "." + name));
    }
    var items = field.path("items");
    if (items.has("properties")) {
      return "[list](#%s)".formatted(anchor(path + "." + name + "[]"));
    }
    if (field.has("items")) {
      return "list of " + items.path("type").asText();
    }
    if (field.has("additionalProperties")) {
      return "map";
    }
    if (field.has("enum")) {
      return words(field.path("enum"))
          .map(value -> "`" + value + "`")
          .collect(Collectors.joining(", "));
    }
    return field.path("type").asText("any");
  }

  private static String standard(JsonNode field) {
    var given = field.path("default");
    return given.isMissingNode() || given.isContainerNode() ? "" : "`" + given.asText() + "`";
  }

  private static String limits(JsonNode field) {
    var limits = new ArrayList<String>();
    range(field, "minimum", "maximum", "").ifPresent(limits::add);
    range(field, "minItems", "maxItems", " entries").ifPresent(limits::add);
    range(field, "minProperties", "maxProperties", " entries").ifPresent(limits::add);
    range(field, "minLength", "maxLength", " characters").ifPresent(limits::add);
    if (field.has("pattern")) {
      limits.add("`" + field.path("pattern").asText() + "`");
    }
    if (field.has("format")) {
      limits.add(field.path("format").asText());
    }
    if (field.has("x-kubernetes-preserve-unknown-fields")) {
      limits.add("any fields");
    }
    return limits.isEmpty() ? "" : "(" + String.join("; ", limits) + ")";
  }

  private static Optional<String> range(JsonNode field, String least, String most, String unit) {
    if (field.has(least) && field.has(most)) {
      return Optional.of(field.path(least).asLong() + " to " + field.path(most).asLong() + unit);
    }
    if (field.has(least)) {
      return Optional.of("at least " + field.path(least).asLong() + unit);
    }
    return Optional.of("at most " + field.path(most).asLong() + unit).filter(x -> field.has(most));
  }

  private static Stream<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
  }

  /** As GitHub makes it of a heading. */
  private static String anchor(String heading) {
    return heading.replaceAll("[.\\[\\]]", "").toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return text.replace("<", "&lt;");
  }

  private static String cell(String text) {
    return escaped(text).replace("|", "\\|");
  }
}
