package dev.athanor.revision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** What Alembic does, recorded: see src/test/resources/alembic. */
public final class AlembicCases {
  private static final JsonNode ROOT = read();
  private static final Map<String, JsonNode> GRAPHS = byId();

  private AlembicCases() {}

  public static Stream<JsonNode> cases() {
    return elements(ROOT.get("cases"));
  }

  public static Stream<JsonNode> graphs() {
    return elements(ROOT.get("graphs"));
  }

  public static JsonNode graphOf(JsonNode aCase) {
    return Objects.requireNonNull(GRAPHS.get(aCase.get("graph").asText()));
  }

  public static RevisionGraph load(JsonNode graph) {
    return RevisionGraph.of(
        elements(graph.get("revisions"))
            .map(
                node ->
                    new Revision(
                        node.get("revision").asText(),
                        texts(node.get("downRevisions")),
                        texts(node.get("dependsOn")),
                        texts(node.get("branchLabels")),
                        "",
                        "",
                        node.get("revision").asText() + ".sql"))
            .toList());
  }

  public static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** The strings of an array; none for a null or missing one. */
  public static List<String> texts(JsonNode array) {
    return array == null ? List.of() : elements(array).map(JsonNode::asText).toList();
  }

  /** The case on one line. */
  public static String describe(JsonNode aCase) {
    var what =
        aCase.has("target")
            ? aCase.get("target")
            : aCase.has("targets") ? aCase.get("targets") : aCase.path("range");
    return "%s %s %s %s on %s"
        .formatted(
            aCase.get("id").asText(),
            aCase.get("level").asText(),
            aCase.get("command").asText(),
            what,
            aCase.get("graph").asText());
  }

  private static Map<String, JsonNode> byId() {
    var byId = new LinkedHashMap<String, JsonNode>();
    graphs().forEach(graph -> byId.put(graph.get("id").asText(), graph));
    return byId;
  }

  private static JsonNode read() {
    try (var in =
        new GZIPInputStream(
            Objects.requireNonNull(
                AlembicCases.class.getResourceAsStream("/alembic/cases.json.gz")))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
