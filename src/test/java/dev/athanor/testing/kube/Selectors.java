package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Label and field selectors as they stand in a query. */
final class Selectors {
  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(.*)");

  private Selectors() {}

  /** Whether an object's labels satisfy a selector such as {@code a=b,c in (d,e),!f}. */
  static Predicate<JsonNode> labels(String selector) {
    return all(
        selector,
        requirement -> {
          var set = SET.matcher(requirement);
          if (set.matches()) {
            var values =
                Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toSet());
            return labelIs(set.group(1), values, set.group(2).equals("in"));
          }
          var equality = EQUALITY.matcher(requirement);
          if (equality.matches()) {
            return labelIs(
                equality.group(1),
                Set.of(equality.group(3).strip()),
                !equality.group(2).equals("!="));
          }
          return requirement.startsWith("!")
              ? object -> label(object, requirement.substring(1)).isMissingNode()
              : object -> !label(object, requirement).isMissingNode();
        });
  }

  /** Whether an object's fields satisfy a selector such as {@code involvedObject.uid=x,type!=y}. */
  static Predicate<JsonNode> fields(String selector) {
    return all(
        selector,
        requirement -> {
          var equality = EQUALITY.matcher(requirement);
          if (!equality.matches()) {
            throw ApiError.of(400, "invalid field selector: " + requirement);
          }
          var pointer = "/" + equality.group(1).replace('.', '/');
          var wanted = equality.group(3).strip();
          var equal = !equality.group(2).equals("!=");
          return object -> object.at(pointer).asText("").equals(wanted) == equal;
        });
  }

  private static Predicate<JsonNode> labelIs(String label, Set<String> values, boolean in) {
    return object -> {
      var value = label(object, label);
      // an absent label satisfies `!=` and `notin`
      return value.isMissingNode() ? !in : values.contains(value.asText()) == in;
    };
  }

  private static JsonNode label(JsonNode object, String label) {
    return object.path("metadata").path("labels").path(label.strip());
  }

  private interface Reader {
    Predicate<JsonNode> read(String requirement);
  }

  private static Predicate<JsonNode> all(String selector, Reader reader) {
    Predicate<JsonNode> all = object -> true;
    for (var requirement : split(selector)) {
      all = all.and(reader.read(requirement));
    }
    return all;
  }

  /** At the commas that are not inside parentheses. */
  private static List<String> split(String selector) {
    var parts = new ArrayList<String>();
    for (var part : selector.split(",(?![^(]*\\))", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
