package dev.athanor.database;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What libraries other than JDBC call a database by: {@code postgresql://…} as libpq, psql and
 * SQLAlchemy know it, {@code mysql://…}, and Go's {@code user:password@tcp(host:3306)/db}, which
 * the MariaDB operator writes.
 */
final class ConnectionUri {
  private static final Pattern GO = Pattern.compile("([^:/]*)(?::(.*))?@tcp\\(([^)]*)\\)/(.*)");

  private ConnectionUri() {}

  static Optional<ConnectionUrl> parse(String uri) {
    // golang-migrate puts a scheme before it
    var go = GO.matcher(uri.replaceFirst("^(mysql|mariadb)://", ""));
    if (go.matches()) {
      var login = new ConnectionUrl.Login();
      login.is(go.group(1), Optional.ofNullable(go.group(2)));
      return Optional.of(mySql("mariadb", login, go.group(3) + "/" + go.group(4)));
    }
    // SQLAlchemy names its driver there: postgresql+psycopg
    var scheme = ConnectionUrl.scheme(uri).replaceFirst("\\+.*", "");
    return switch (scheme) {
      case "postgresql", "postgres" -> Optional.of(postgreSql(uri));
      case "mysql", "mariadb" -> {
        var login = new ConnectionUrl.Login();
        yield Optional.of(mySql(scheme, login, withoutLogin(uri, login)));
      }
      default -> Optional.empty();
    };
  }

  /** Authority, path and query, with {@code user:password@} taken out. */
  private static String withoutLogin(String uri, ConnectionUrl.Login login) {
    int authority = uri.indexOf("://");
    if (authority < 0) {
      throw ConnectionUrl.invalid("has no '://': give one like postgresql://host:5432/dbname");
    }
    var rest = uri.substring(authority + 3);
    int question = rest.indexOf('?');
    var beforeQuery = question < 0 ? rest : rest.substring(0, question);
    var query = question < 0 ? "" : rest.substring(question);
    if (!beforeQuery.contains("@") && query.contains("@")) {
      throw ConnectionUrl.invalid(
          "has an @ after a ?: percent-encode what is special in user and password (? is %3F), or"
              + " the @ itself (%40)");
    }
    return login.cutFrom(beforeQuery, 0) + query;
  }

  private static Map<String, String> query(String rest) {
    int question = rest.indexOf('?');
    return ConnectionUrl.parameters(
        question < 0 ? "" : rest.substring(question + 1), ConnectionUrl::percentDecode);
  }

  private static ConnectionUrl postgreSql(String uri) {
    var login = new ConnectionUrl.Login();
    var rest = withoutLogin(uri, login);
    var parameters = query(rest);
    var place = rest.split("\\?", 2)[0].split("/", 2);
    var authority = ConnectionUrl.percentDecode(place[0]);
    var hosts = parameters.remove("host");
    if (authority.isEmpty() && hosts != null) {
      authority = withPorts(hosts, parameters.remove("port"));
    }
    if (authority.isEmpty() || authority.startsWith("/")) {
      throw ConnectionUrl.invalid(
          "means a Unix socket, which Java's drivers do not speak: name a host, such as localhost");
    }
    ConnectionUrl.checkHosts(authority);
    var named = Optional.ofNullable(parameters.remove("dbname"));
    var dbname = place.length < 2 ? "" : ConnectionUrl.percentDecode(place[1]);
    var secrets = login.takeFrom(parameters);
    var tls = TlsParameters.takeAsLibpq(parameters);
    var schema = Optional.ofNullable(parameters.remove("schema"));
    var timeout =
        Optional.ofNullable(parameters.remove("connect_timeout")).map(LibpqParameters::seconds);
    return login.url(
        ConnectionUrl.withQuery(
            "jdbc:postgresql://"
                + authority
                + "/"
                + ConnectionUrl.encode(dbname.isEmpty() ? named.orElse("") : dbname),
            LibpqParameters.translate(parameters)),
        secrets,
        tls,
        schema,
        timeout);
  }

  private static String withPorts(String hosts, @org.jspecify.annotations.Nullable String ports) {
    if (ports == null || ports.isEmpty()) {
      return hosts;
    }
    var each = ports.split(",", -1);
    var names = hosts.split(",", -1);
    var joined = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      joined.append(i == 0 ? "" : ",").append(names[i]).append(':');
      joined.append(each[Math.min(i, each.length - 1)]);
    }
    return joined.toString();
  }

  private static ConnectionUrl mySql(String scheme, ConnectionUrl.Login login, String rest) {
    var parameters = query(rest);
    var place = rest.split("\\?", 2)[0].split("/", 2);
    var authority = ConnectionUrl.percentDecode(place[0]);
    if (authority.isEmpty() || authority.startsWith("/") || parameters.containsKey("unix_socket")) {
      throw ConnectionUrl.invalid(
          "means a Unix socket, which is not spoken here: name a host, such as localhost");
    }
    ConnectionUrl.checkHosts(authority);
    var secrets = login.takeFrom(parameters);
    var tls = TlsParameters.takeAsMySql(parameters);
    var timeout = Optional.<Duration>empty();
    for (var name : new String[] {"connect_timeout", "connect-timeout", "timeout"}) {
      var value = parameters.remove(name);
      timeout = value == null ? timeout : Optional.of(LibpqParameters.seconds(value));
    }
    // what Python's and Go's drivers are told about text and times is not for this driver
    var kept = new LinkedHashMap<>(parameters);
    kept.keySet().removeIf(name -> name.matches("charset|collation|parseTime|loc|multiStatements"));
    return login.url(
        ConnectionUrl.withQuery(
            "jdbc:"
                + scheme
                + "://"
                + authority
                + "/"
                + ConnectionUrl.encode(
                    place.length < 2 ? "" : ConnectionUrl.percentDecode(place[1])),
            kept),
        secrets,
        tls,
        Optional.empty(),
        timeout);
  }
}
