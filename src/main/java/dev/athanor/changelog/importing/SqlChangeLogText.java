package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A changelog in SQL: cut at its changesets; a file of plain SQL, which Liquibase takes for one
 * changeset, gets the lines that say so.
 */
final class SqlChangeLogText implements ChangeLogText {
  private static final Pattern FORMATTED =
      Pattern.compile("(?i)\\s*--\\s*liquibase\\s*formatted.*");
  private static final Pattern CHANGE_SET = Pattern.compile("(?i)\\s*--\\s*changeset\\s+.*");
  private static final Pattern IN_HEAD = Pattern.compile("(?i)\\s*--\\s*property\\s+.*");

  private final List<String> lines;

  SqlChangeLogText(String text) {
    this.lines = List.of(text.split("\n", -1));
  }

  private boolean formatted() {
    return lines.stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> FORMATTED.matcher(line).matches())
        .isPresent();
  }

  @Override
  public List<Piece> changeSets() {
    if (!formatted()) {
      return List.of(
          new Piece("--changeset includeAll:raw\n" + String.join("\n", lines).stripTrailing(), 0));
    }
    var pieces = new ArrayList<Piece>();
    int start = -1;
    for (int i = 0; i <= lines.size(); i++) {
      boolean ends = i == lines.size() || CHANGE_SET.matcher(lines.get(i)).matches();
      if (ends && start >= 0) {
        var own = lines.subList(start, i).stream().filter(line -> !IN_HEAD.matcher(line).matches());
        pieces.add(new Piece(String.join("\n", own.toList()).stripTrailing(), start + 1));
      }
      start = ends ? i : start;
    }
    return pieces;
  }

  @Override
  public List<Piece> preconditions() {
    return List.of();
  }

  /** SQL points nowhere. */
  @Override
  public Piece inPlace(Piece piece, Elsewhere elsewhere) {
    return piece;
  }

  @Override
  public Written write(List<String> header, List<Property> properties, List<Piece> pieces) {
    var out = new Lines().add("--liquibase formatted sql\n");
    header.forEach(line -> out.add("-- " + line + "\n"));
    var starts = new ArrayList<Integer>();
    for (var piece : pieces) {
      out.add("\n");
      starts.add(out.line());
      out.add(replaced(piece.text(), properties) + "\n");
    }
    return new Written(out.text(), ".sql", starts);
  }

  /** The values themselves: a property's line could hold fewer of them. */
  private static String replaced(String text, List<Property> properties) {
    var sql = text;
    var longestFirst =
        properties.stream()
            .sorted(Comparator.comparingInt((Property p) -> p.name().length()).reversed())
            .toList();
    for (var property : longestFirst) {
      sql = sql.replace("${" + property.name() + "}", property.value());
    }
    return sql;
  }
}
