package dev.athanor.changelog.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values that a Python module assigns to the names asked for, right at its margin: strings,
 * None, and tuples, lists and sets of strings.
 */
final class PythonValues {
  private final String origin;
  private final List<PythonText.Token> tokens;
  private final Map<String, List<String>> values = new HashMap<>();
  private int position;

  private PythonValues(String origin, String text) {
    this.origin = origin;
    this.tokens = PythonText.tokens(text);
  }

  /**
   * Reads them.
   *
   * @throws dev.athanor.error.AthanorException naming the line of a value that only Python could
   *     work out
   */
  static PythonValues of(String origin, String text, Set<String> names) {
    var values = new PythonValues(origin, text);
    while (values.position < values.tokens.size()) {
      values.statement(names);
    }
    return values;
  }

  /** The strings that a name holds; none for None; absent when it is never assigned. */
  Optional<List<String>> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  List<String> list(String name) {
    return find(name).orElse(List.of());
  }

  /** The text that the module begins with. */
  String docstring() {
    return tokens.stream()
        .filter(token -> token.kind() != PythonText.Kind.END)
        .findFirst()
        .filter(token -> token.kind() == PythonText.Kind.STRING)
        .map(PythonText.Token::text)
        .orElse("");
  }

  private PythonText.Token token() {
    return tokens.get(Math.min(position, tokens.size() - 1));
  }

  private boolean over() {
    return token().kind() == PythonText.Kind.END;
  }

  private void statement(Set<String> names) {
    var first = token();
    if (first.kind() == PythonText.Kind.NAME && first.margin() && names.contains(first.text())) {
      position++;
      if (token().is(":")) {
        while (!over() && !token().is("=")) {
          position++;
        }
      }
      if (token().is("=") && !tokens.get(Math.min(position + 1, tokens.size() - 1)).is("=")) {
        position++;
        values.put(first.text(), value(first.text()));
      }
    }
    while (!over()) {
      position++;
    }
    position++;
  }

  private List<String> value(String name) {
    var strings = new ArrayList<String>();
    boolean joined = false;
    while (!over()) {
      var token = token();
      switch (token.kind()) {
        case STRING -> {
          if (joined) {
            strings.add(strings.removeLast() + token.text());
          } else {
            strings.add(token.text());
          }
          joined = true;
        }
        case NAME -> {
          joined = false;
          if (values.containsKey(token.text())) {
            strings.addAll(values.getOrDefault(token.text(), List.of()));
          } else if (!token.text().equals("None")) {
            throw unreadable(name, token);
          }
        }
        case SYMBOL -> {
          joined = false;
          if (!Set.of("(", ")", "[", "]", "{", "}", ",").contains(token.text())) {
            throw unreadable(name, token);
          }
        }
        case END -> {}
      }
      position++;
    }
    return List.copyOf(strings);
  }

  private dev.athanor.error.AthanorException unreadable(String name, PythonText.Token token) {
    return SourceFolder.invalid(
        origin,
        token.line(),
        "%s is worked out here (\"%s\"), and Python is not run. Write it as a plain string, None, or a tuple of strings"
            .formatted(name, token.text()));
  }
}
