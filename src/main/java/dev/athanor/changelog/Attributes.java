package dev.athanor.changelog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands behind a directive as {@code name:value name:"two words"}, read strictly: Liquibase
 * searches the line for the names it knows and passes over everything else.
 *
 * @param values by the name as it is spelt in the grammar
 */
record Attributes(Map<String, String> values) {
  private static final Set<String> QUOTABLE = Set.of("context", "contextFilter", "labels");

  Attributes {
    values = Map.copyOf(values);
  }

  /** Tells what is wrong with attributes; the reader of the file knows where. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Reads them.
   *
   * @param known the names that there are; their letters' case does not count, as for Liquibase
   */
  static Attributes parse(String text, Collection<String> known) throws Malformed {
    var values = new LinkedHashMap<String, String>();
    int position = 0;
    while (position < text.length()) {
      if (Character.isWhitespace(text.charAt(position))) {
        position++;
        continue;
      }
      int end = tokenEnd(text, position);
      var token = text.substring(position, end);
      int colon = token.indexOf(':');
      if (colon <= 0) {
        throw new Malformed(
            "\"%s\" is not of the form name:value%s".formatted(token, Spelling.hint(token, known)));
      }
      var name = token.substring(0, colon);
      var key = known.stream().filter(name::equalsIgnoreCase).findFirst();
      if (key.isEmpty()) {
        throw new Malformed(
            "there is no attribute \"%s\"%s".formatted(name, Spelling.hint(name, known)));
      }
      var value = token.substring(colon + 1);
      if (value.contains("\"") && !QUOTABLE.contains(key.get())) {
        throw new Malformed("Liquibase takes no quotes in \"%s\"".formatted(token));
      }
      if (values.put(key.get(), unquote(value)) != null) {
        throw new Malformed("the attribute \"%s\" is there twice".formatted(name));
      }
      position = end;
    }
    return new Attributes(values);
  }

  /** A value may be in double quotes, and hold white space then. */
  private static int tokenEnd(String text, int start) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && (quoted || text.charAt(i - (i > start ? 1 : 0)) == ':')) {
        quoted = !quoted;
      } else if (Character.isWhitespace(c) && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static String unquote(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A yes or no; Liquibase takes whatever is not "true" for no. */
  boolean flag(String name, boolean otherwise) throws Malformed {
    var value = value(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    return switch (value.get()) {
      case "true", "TRUE", "True" -> true;
      case "false", "FALSE", "False" -> false;
      default ->
          throw new Malformed("%s:%s is neither true nor false".formatted(name, value.get()));
    };
  }
}
