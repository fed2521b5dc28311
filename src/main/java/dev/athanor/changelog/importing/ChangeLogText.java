package dev.athanor.changelog.importing;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A Liquibase changelog as text that can be taken apart: its changesets stay as they are written,
 * and are put into files of their own.
 */
public interface ChangeLogText {
  /**
   * One changeset.
   *
   * @param text as written, on whole lines where the format allows
   * @param line the line that it begins on, from 1
   */
  record Piece(String text, int line) {}

  /**
   * A property that changesets use.
   *
   * @param attributes what else it says: {@code dbms}, {@code context}, {@code labels}
   */
  record Property(String name, String value, Map<String, String> attributes) {
    /** Keeps its own copy of the map. */
    public Property {
      attributes = Map.copyOf(attributes);
    }
  }

  /** The changesets in the order of the file. */
  List<Piece> changeSets();

  /** What the changelog says before them and has to be said again: its preconditions. */
  List<Piece> preconditions();

  /** A changeset that holds what it pointed to: files, rows, and nothing of Liquibase's own. */
  Piece inPlace(Piece piece, Elsewhere elsewhere);

  /**
   * A changelog of some of the pieces.
   *
   * @param header lines of {@code key: value}
   * @return the text; the pieces begin on the lines that {@link Written} names
   */
  Written write(List<String> header, List<Property> properties, List<Piece> pieces);

  /**
   * A new changelog.
   *
   * @param ending what its name has to end in
   * @param lines the line of each piece
   */
  record Written(String text, String ending, List<Integer> lines) {
    /** Keeps its own copy of the list. */
    public Written {
      lines = List.copyOf(lines);
    }
  }

  /** Reads a changelog by the ending of its name. */
  static ChangeLogText of(String origin, String text) {
    var lower = origin.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".xml")) {
      return new XmlChangeLogText(origin, text);
    }
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return new YamlChangeLogText(origin, text);
    }
    if (lower.endsWith(".json")) {
      return new JsonChangeLogText(origin, text);
    }
    return new SqlChangeLogText(text);
  }
}
