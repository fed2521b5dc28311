package dev.athanor.database;

import java.util.Map;
import java.util.Optional;

/** Oracle's JDBC URL, in which user and password stand before the at-sign with a slash between. */
final class OracleUrl {
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
        slash < 0
            ? Optional.empty()
            : Optional.of(new Secret(bare(account.substring(slash + 1)))),
        Map.of());
  }

  /** The last one before the address: a password may have one, too. */
  private static int at(String url, int start) {
    int address = url.length();
    for (var begins : new String[] {"@//", "@(", "@tcp"}) {
      int found = url.indexOf(begins, start);
      if (found >= 0) {
        address = Math.min(address, found + 1);
      }
    }
    return url.lastIndexOf('@', address - 1);
  }

  private static String bare(String name) {
    return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name;
  }
}
