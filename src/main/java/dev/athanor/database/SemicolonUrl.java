package dev.athanor.database;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A JDBC URL whose settings stand behind semicolons: SQL Server's and H2's. */
final class SemicolonUrl {
  private SemicolonUrl() {}

  /** Takes user and password out, and whatever else is called a password. */
  static ConnectionUrl parse(String url) {
    Optional<String> username = Optional.empty();
    Optional<Secret> password = Optional.empty();
    Map<String, String> properties = new LinkedHashMap<>();
    int end = next(url, 0);
    var kept = new StringBuilder(url.substring(0, end));
    while (end < url.length()) {
      int start = end + 1;
      end = next(url, start);
      var pair = url.substring(start, end);
      int equals = pair.indexOf('=');
      var name = (equals < 0 ? pair : pair.substring(0, equals)).strip();
      var value = equals < 0 ? "" : bare(pair.substring(equals + 1).strip());
      switch (name.toLowerCase(Locale.ROOT)) {
        case "user", "username" -> username = Optional.of(value);
        case "password" -> password = Optional.of(new Secret(value));
        default -> {
          if (name.toLowerCase(Locale.ROOT).contains("password")
              || name.toLowerCase(Locale.ROOT).contains("secret")) {
            properties.put(name, value);
          } else if (!pair.isBlank()) {
            kept.append(';').append(pair);
          }
        }
      }
    }
    return new ConnectionUrl(kept.toString(), username, password, properties);
  }

  /** The next semicolon that is not within braces, in which SQL Server's values may stand. */
  private static int next(String url, int from) {
    int i = from;
    int equals = url.indexOf('=', from);
    while (i < url.length() && url.charAt(i) != ';') {
      i++;
      if (i == equals + 1 && i < url.length() && url.charAt(i) == '{') {
        i = closing(url, i + 1);
      }
    }
    return i;
  }

  /** Behind the brace that closes; a doubled one stands for itself. */
  private static int closing(String url, int from) {
    int i = from;
    while (i < url.length()) {
      if (url.charAt(i) == '}') {
        if (i + 1 >= url.length() || url.charAt(i + 1) != '}') {
          return i + 1;
        }
        i++;
      }
      i++;
    }
    return i;
  }

  private static String bare(String value) {
    return value.startsWith("{") && value.endsWith("}") && value.length() > 1
        ? value.substring(1, value.length() - 1).replace("}}", "}")
        : value;
  }
}
