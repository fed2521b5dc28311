package dev.athanor.changelog.importing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A change that holds all it needs, in the place of one that points elsewhere.
 *
 * @param change its name
 * @param attributes what else was said of it
 * @param key what its text is called, where a format needs a name; empty when there is no text
 * @param text the SQL
 */
record InPlace(String change, Map<String, String> attributes, String key, String text) {
  /** The changes that are taken by their file. */
  private static final Map<String, String> TEXT_KEYS =
      Map.of("sql", "sql", "createProcedure", "procedureText", "createView", "selectQuery");

  private static final Set<String> OF_FILES = Set.of("path", "encoding", "relativeToChangelogFile");
  private static final Set<String> LOADS = Set.of("loadData", "loadUpdateData");

  /** Whether a change writes the rows of a file. */
  static boolean loads(String change) {
    return LOADS.contains(change);
  }

  /**
   * What to write for a change.
   *
   * @param line of the change in the changeset's text
   * @param loads how many of the changeset's changes before it write the rows of a file
   * @return absent when it can stay as it is
   */
  static Optional<InPlace> of(
      String change, Map<String, String> attributes, Elsewhere elsewhere, int line, int loads) {
    return switch (change) {
      case "sqlFile" -> ofFile("sql", attributes, elsewhere);
      case "createProcedure", "createView" ->
          attributes.containsKey("path") ? ofFile(change, attributes, elsewhere) : Optional.empty();
      case "loadData", "loadUpdateData" -> {
        var rows = elsewhere.rows(loads);
        rows.ifPresent(
            sql ->
                elsewhere.warn(
                    line,
                    "The rows that %s reads from %s stand in the revision now."
                        .formatted(change, attributes.getOrDefault("file", "its file"))));
        yield rows.map(sql -> new InPlace("sql", Map.of(), "sql", sql));
      }
      case "tagDatabase" -> {
        elsewhere.warn(line, "tagDatabase writes to Liquibase's own table: it is left out.");
        yield Optional.of(new InPlace("empty", Map.of(), "", ""));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<InPlace> ofFile(
      String change, Map<String, String> attributes, Elsewhere elsewhere) {
    var left = new LinkedHashMap<>(attributes);
    left.keySet().removeAll(OF_FILES);
    boolean relative = "true".equals(attributes.get("relativeToChangelogFile"));
    return elsewhere
        .file(attributes.getOrDefault("path", ""), relative)
        .map(sql -> new InPlace(change, left, TEXT_KEYS.getOrDefault(change, "sql"), sql));
  }
}
