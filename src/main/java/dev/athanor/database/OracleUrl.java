package dev.athanor.database;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Oracle's JDBC URL, in which user and password stand before the at-sign with a slash between. */
final class OracleUrl {
  private static final Pattern ADDRESS = Pattern.compile("@(//|\\(|tcps?:)");

  private OracleUrl() {}

  static ConnectionUrl parse(String url) {
    // jdbc:oracle:thin:
    int start = url.indexOf(':', "jdbc:oracle:".length()) + 1;
    int at = at(url, start);
    if (start == 0 || at <= start) {
      return new ConnectionUrl(url, Optional.empty(), Optional.empty(), Map.of());
    }
    var account = url.substring(start, at);
    int slash = account.indexOf('/');
    var user = bare(slash < 0 ? account : account.substring(0, slash));
    return new ConnectionUrl(
        url.substring(0, start) + url.substring(at),
        user.isEmpty() ? Optional.empty() : Optional.of(user),
        slash < 0 ? Optional.empty() : Optional.of(new Secret(bare(account.substring(slash + 1)))),
        Map.of());
  }

  /**
   * The one that ends the account: a password may have some, too, within quotes or careless of
   * them.
   */
  private static int at(String url, int start) {
    boolean quoted = false;
    int last = -1;
    for (int i = start; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '@' && !quoted) {
        if (ADDRESS.matcher(url.substring(i)).lookingAt()) {
          return i;
        }
        last = i;
      }
    }
    return last;
  }

  private static String bare(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name;
  }
}
