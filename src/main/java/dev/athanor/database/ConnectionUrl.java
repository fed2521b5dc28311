package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A database's URL taken apart: user, password and TLS apart from the rest, a URI turned into what
 * the JDBC driver understands. No message quotes it: where it cannot be read, nobody knows which
 * part is the password.
 *
 * @param jdbcUrl without user and password
 * @param username the user that the URL named
 * @param password the password that it held
 * @param properties other secrets that it held
 * @param tls what it said of TLS
 * @param schema the schema that it named
 * @param connectTimeout how long connecting may take
 */
record ConnectionUrl(
    String jdbcUrl,
    Optional<String> username,
    Optional<Secret> password,
    Map<String, String> properties,
    Tls tls,
    Optional<String> schema,
    Optional<Duration> connectTimeout) {

  private static final Pattern HOSTS =
      Pattern.compile("(?:" + oneHost() + "(?:," + oneHost() + ")*)?");

  /** What a URL says that has no words of ours for TLS, schema and the wait. */
  ConnectionUrl(
      String jdbcUrl,
      Optional<String> username,
      Optional<Secret> password,
      Map<String, String> properties) {
    this(jdbcUrl, username, password, properties, Tls.UNSAID, Optional.empty(), Optional.empty());
  }

  private static String oneHost() {
    return "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9]+)?\\])(?::\\d{1,5})?";
  }

  static ConnectionUrl parse(String url) {
    if (url.startsWith("jdbc:")) {
      return switch (scheme(url)) {
        case "sqlserver", "h2" -> SemicolonUrl.parse(url);
        case "oracle" -> OracleUrl.parse(url);
        case "sqlite" -> new ConnectionUrl(url, Optional.empty(), Optional.empty(), Map.of());
        default -> jdbc(url);
      };
    }
    return ConnectionUri.parse(url)
        .orElseThrow(
            () ->
                invalid(
                    "starts with neither jdbc: nor postgresql:// nor mysql://: give one like"
                        + " jdbc:postgresql://host:5432/dbname"));
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
    var authority = bracketed + port.map(number -> ":" + number).orElse("");
    checkHosts(authority);
    return "jdbc:" + product + "://" + authority + "/" + encode(dbname);
  }

  /** Host and port, or several, and nothing that may be half a password. */
  static void checkHosts(String authority) {
    if (!HOSTS.matcher(authority).matches()) {
      throw invalid(
          "does not name host and port in a way that can be read: percent-encode what is special in"
              + " user and password (@ is %40, / is %2F, ? is %3F, # is %23), put an IPv6 address"
              + " in brackets, and give a Unix socket's server a host name");
    }
  }

  static AthanorException invalid(String problem) {
    return new AthanorException(Reason.INVALID_CONFIGURATION, "the database URL " + problem);
  }

  ConnectionSettings into(ConnectionSettings settings) {
    var result =
        settings.withJdbcUrl(jdbcUrl).withProperties(properties).withTls(tls.or(settings.tls()));
    if (username.isPresent()) {
      result = result.withUsername(username.get());
    }
    if (password.isPresent()) {
      result = result.withPassword(password.get());
    }
    if (schema.isPresent()) {
      result = result.withSchema(schema.get());
    }
    return connectTimeout.isPresent() ? result.withConnectTimeout(connectTimeout.get()) : result;
  }

  boolean hasDatabaseName() {
    int authority = jdbcUrl.indexOf("://");
    int slash = authority < 0 ? -1 : jdbcUrl.indexOf('/', authority + 3);
    int query = jdbcUrl.indexOf('?');
    int end = query < 0 ? jdbcUrl.length() : query;
    // CloudNativePG's superuser has * for a database
    return slash >= 0 && slash + 1 < end && !jdbcUrl.substring(slash + 1, end).matches("\\*|%2A");
  }

  private static ConnectionUrl jdbc(String url) {
    int question = url.indexOf('?');
    var beforeQuery = question < 0 ? url : url.substring(0, question);
    var login = new Login();
    int authority = url.indexOf("://");
    if (authority >= 0) {
      beforeQuery = login.cutFrom(beforeQuery, authority + 3);
      if (scheme(url).matches("postgresql|mysql|mariadb")) {
        checkHosts(beforeQuery.substring(authority + 3).split("/", 2)[0]);
      }
    }
    // the JDBC drivers read their query as a form: '+' is a space
    var parameters =
        parameters(question < 0 ? "" : url.substring(question + 1), ConnectionUrl::formDecode);
    var secrets = login.takeFrom(parameters);
    var tls = Tls.UNSAID;
    var timeout = Optional.<Duration>empty();
    if (scheme(url).equals("postgresql")) {
      tls = TlsParameters.take(parameters);
      timeout =
          Optional.ofNullable(parameters.remove("connectTimeout")).map(LibpqParameters::seconds);
    }
    return login.url(withQuery(beforeQuery, parameters), secrets, tls, Optional.empty(), timeout);
  }

  /** The query's names and values, in their order; the later of two with one name counts. */
  static Map<String, String> parameters(
      String query, java.util.function.UnaryOperator<String> decode) {
    var parameters = new LinkedHashMap<String, String>();
    for (var pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        parameters.put(
            decode.apply(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode.apply(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  static String withQuery(String url, Map<String, String> parameters) {
    return parameters.isEmpty()
        ? url
        : parameters.entrySet().stream()
            .map(
                each ->
                    each.getValue().isEmpty()
                        ? encode(each.getKey())
                        : encode(each.getKey()) + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&", url + "?", ""));
  }

  /** Who logs in, as a URL says it. */
  static final class Login {
    private Optional<String> username = Optional.empty();
    private Optional<Secret> password = Optional.empty();

    void is(String user, Optional<String> secret) {
      username = user.isEmpty() ? Optional.empty() : Optional.of(user);
      password = secret.map(Secret::new);
    }

    /**
     * The URL without {@code user:password@}; the last at-sign ends it, as careless producers leave
     * some.
     */
    String cutFrom(String url, int start) {
      int at = url.lastIndexOf('@');
      if (at < start) {
        return url;
      }
      var userInfo = url.substring(start, at);
      int colon = userInfo.indexOf(':');
      is(
          percentDecode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
          colon < 0 ? Optional.empty() : Optional.of(percentDecode(userInfo.substring(colon + 1))));
      return url.substring(0, start) + url.substring(at + 1);
    }

    /** Takes user and password out of the parameters; what else is secret there is the result. */
    Map<String, String> takeFrom(Map<String, String> parameters) {
      for (var name : new String[] {"user", "username"}) {
        username = Optional.ofNullable(parameters.remove(name)).or(() -> username);
      }
      password =
          Optional.ofNullable(parameters.remove("password")).map(Secret::new).or(() -> password);
      var secrets = new LinkedHashMap<String, String>();
      parameters.entrySet().stream()
          .filter(each -> ConnectionSettings.sensitive(each.getKey()))
          .filter(each -> !each.getKey().equals("sslpassword"))
          .forEach(each -> secrets.put(each.getKey(), each.getValue()));
      parameters.keySet().removeAll(secrets.keySet());
      return secrets;
    }

    ConnectionUrl url(
        String jdbcUrl,
        Map<String, String> properties,
        Tls tls,
        Optional<String> schema,
        Optional<Duration> connectTimeout) {
      return new ConnectionUrl(
          jdbcUrl, username, password, Map.copyOf(properties), tls, schema, connectTimeout);
    }
  }

  static String encode(String value) {
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
