package dev.athanor.changelog.importing;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${name}} that nothing defines: Liquibase leaves it as it stands, and in data it is meant
 * to. A property for the dollar sign says so.
 *
 * @param pieces with that property in the place of such dollar signs
 * @param names what nothing defines, sorted
 */
public record Undefined(List<ChangeLogText.Piece> pieces, List<String> names) {
  private static final ChangeLogText.Property DOLLAR =
      new ChangeLogText.Property("dollar", "$", java.util.Map.of());
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}\n]*)}");

  /** Keeps its own copies of the lists. */
  public Undefined {
    pieces = List.copyOf(pieces);
    names = List.copyOf(names);
  }

  /**
   * Finds and replaces them.
   *
   * @param defined whether there is something to put in for a name
   */
  public static Undefined in(List<ChangeLogText.Piece> pieces, Predicate<String> defined) {
    var names = new TreeSet<String>();
    var replaced =
        pieces.stream()
            .map(
                piece ->
                    new ChangeLogText.Piece(
                        PLACEHOLDER
                            .matcher(piece.text())
                            .replaceAll(
                                match -> {
                                  var name = match.group(1).strip();
                                  if (defined.test(name)) {
                                    return Matcher.quoteReplacement(match.group());
                                  }
                                  names.add(name);
                                  return Matcher.quoteReplacement(
                                      "${dollar}" + match.group().substring(1));
                                }),
                        piece.line()))
            .toList();
    return new Undefined(replaced, List.copyOf(names));
  }

  /** The property that the pieces need. */
  public Optional<ChangeLogText.Property> property() {
    return names.isEmpty() ? Optional.empty() : Optional.of(DOLLAR);
  }
}
