package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A database's URL taken apart: user and password apart from the rest, a {@code postgresql://} URI
 * turned into what the JDBC driver understands.
 *
 * @param jdbcUrl without user and password
 * @param username the user that the URL named
 * @param password the password that it held
 * @param properties other secrets that it held, and what libpq calls by another name
 */
record ConnectionUrl(
    String jdbcUrl,
    Optional<String> username,
    Optional<Secret> password,
    Map<String, String> properties) {

  /** What libpq's URI calls differently from the JDBC driver. */
  private static final Map<String, String> LIBPQ_NAMES =
      Map.of(
          "connect_timeout", "connectTimeout",
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "target_session_attrs", "targetServerType");

  private static final Map<String, String> LIBPQ_SERVER_TYPES =
      Map.of(
          "read-write", "primary",
          "read-only", "secondary",
          "prefer-standby", "preferSecondary",
          "standby", "secondary");

  static ConnectionUrl parse(String url) {
    var scheme = scheme(url);
    if (url.startsWith("jdbc:")) {
      return jdbc(url);
    }
    return switch (scheme) {
      case "postgresql", "postgres" -> uri("jdbc:postgresql", url);
      case "mysql" -> uri("jdbc:mysql", url);
      case "mariadb" -> uri("jdbc:mariadb", url);
      default ->
          throw new AthanorException(
              Reason.INVALID_CONFIGURATION,
              "the database URL starts with neither jdbc: nor postgresql:// nor mysql://: give one"
                  + " like jdbc:postgresql://host:5432/dbname");
    };
  }

  /** What stands before {@code ://}, without a leading {@code jdbc:}. */
  static String scheme(String url) {
    var plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    int colon = plain.indexOf(':');
    return colon < 0 ? "" : plain.substring(0, colon).toLowerCase(Locale.ROOT);
  }

  /** {@code jdbc:<product>://host[:port]/dbname}, whatever characters the database's name has. */
  static String jdbcUrl(String product, String host, Optional<String> port, String dbname) {
    var bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "jdbc:"
        + product
        + "://"
        + bracketed
        + port.map(number -> ":" + number).orElse("")
        + "/"
        + encode(dbname);
  }

  ConnectionSettings into(ConnectionSettings settings) {
    var result = settings.withJdbcUrl(jdbcUrl).withProperties(properties);
    if (username.isPresent()) {
      result = result.withUsername(username.get());
    }
    if (password.isPresent()) {
      result = result.withPassword(password.get());
    }
    return result;
  }

  boolean hasDatabaseName() {
    int authority = jdbcUrl.indexOf("://");
    int slash = authority < 0 ? -1 : jdbcUrl.indexOf('/', authority + 3);
    int query = jdbcUrl.indexOf('?');
    return slash >= 0 && slash + 1 < (query < 0 ? jdbcUrl.length() : query);
  }

  private static ConnectionUrl jdbc(String url) {
    int authority = url.indexOf("://");
    int question = url.indexOf('?');
    var beforeQuery = question < 0 ? url : url.substring(0, question);
    var found = new Found();
    if (authority >= 0) {
      beforeQuery = withoutUserInfo(beforeQuery, authority + 3, found);
    }
    var kept = new ArrayList<String>();
    if (question >= 0) {
      for (var pair : url.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        var name = equals < 0 ? pair : pair.substring(0, equals);
        // the JDBC drivers read their query as a form: '+' is a space
        var value = equals < 0 ? "" : formDecode(pair.substring(equals + 1));
        if (!found.secret(name, value)) {
          kept.add(pair);
        }
      }
    }
    return found.url(beforeQuery, kept);
  }

  private static ConnectionUrl uri(String jdbcScheme, String url) {
    int authority = url.indexOf("://");
    if (authority < 0) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "the database URI has no '://': give one like postgresql://host:5432/dbname");
    }
    int question = url.indexOf('?');
    var beforeQuery = question < 0 ? url : url.substring(0, question);
    var found = new Found();
    beforeQuery = withoutUserInfo(beforeQuery, authority + 3, found);
    var kept = new ArrayList<String>();
    if (question >= 0) {
      for (var pair : url.substring(question + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        var name = equals < 0 ? pair : pair.substring(0, equals);
        var value = equals < 0 ? "" : percentDecode(pair.substring(equals + 1));
        if (!found.secret(name, value)) {
          if (name.equals("target_session_attrs")) {
            value = LIBPQ_SERVER_TYPES.getOrDefault(value, value);
          }
          kept.add(LIBPQ_NAMES.getOrDefault(name, name) + "=" + encode(value));
        }
      }
    }
    return found.url(jdbcScheme + beforeQuery.substring(authority), kept);
  }

  /**
   * Cuts {@code user:password@} out; the last at-sign ends it, as careless producers leave some.
   */
  private static String withoutUserInfo(String url, int start, Found found) {
    int at = url.lastIndexOf('@');
    if (at < start) {
      return url;
    }
    var userInfo = url.substring(start, at);
    int colon = userInfo.indexOf(':');
    var user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    if (!user.isEmpty()) {
      found.username = Optional.of(percentDecode(user));
    }
    if (colon >= 0) {
      found.password = Optional.of(new Secret(percentDecode(userInfo.substring(colon + 1))));
    }
    return url.substring(0, start) + url.substring(at + 1);
  }

  private static final class Found {
    private Optional<String> username = Optional.empty();
    private Optional<Secret> password = Optional.empty();
    private final Map<String, String> properties = new LinkedHashMap<>();

    boolean secret(String name, String value) {
      switch (name) {
        case "user", "username" -> username = Optional.of(value);
        case "password" -> password = Optional.of(new Secret(value));
        default -> {
          if (!name.toLowerCase(Locale.ROOT).contains("password")) {
            return false;
          }
          properties.put(name, value);
        }
      }
      return true;
    }

    ConnectionUrl url(String beforeQuery, java.util.List<String> query) {
      var url = query.isEmpty() ? beforeQuery : beforeQuery + "?" + String.join("&", query);
      return new ConnectionUrl(url, username, password, Map.copyOf(properties));
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String formDecode(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return value;
    }
  }

  /** Percent escapes only; what is no escape stays as it is. */
  static String percentDecode(String value) {
    var bytes = new ByteArrayOutputStream(value.length());
    var raw = value.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%' && i + 2 < raw.length) {
        int high = Character.digit(raw[i + 1], 16);
        int low = Character.digit(raw[i + 2], 16);
        if (high >= 0 && low >= 0) {
          bytes.write(high * 16 + low);
          i += 2;
          continue;
        }
      }
      bytes.write(raw[i]);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Host and port, for messages; the first ones where there are several. */
  static String address(String jdbcUrl, int defaultPort) {
    int start = jdbcUrl.indexOf("://");
    var authority = start < 0 ? "" : jdbcUrl.substring(start + 3).split("[/?]", 2)[0];
    if (authority.isEmpty()) {
      return "localhost:" + defaultPort;
    }
    return authority.matches(".*:\\d+") ? authority : authority + ":" + defaultPort;
  }

  /** The database's name; empty when the URL has none. */
  static String database(String url) {
    var afterHost = url.substring(Math.max(0, url.indexOf("://") + 3)).split("[?]", 2)[0];
    int slash = afterHost.indexOf('/');
    return slash < 0 ? "" : percentDecode(afterHost.substring(slash + 1));
  }

  /** The innermost cause's kind: its text may quote settings, its class may not. */
  static String cause(SQLException failure) {
    Throwable cause = failure;
    for (var next = cause.getCause(); next != null; next = cause.getCause()) {
      cause = next;
    }
    var words =
        cause
            .getClass()
            .getSimpleName()
            .replaceAll("Exception$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    return cause instanceof SQLException
        ? "SQLSTATE " + failure.getSQLState()
        : words.equals("connect") ? "connection refused" : words;
  }
}
