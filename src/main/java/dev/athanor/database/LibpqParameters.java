package dev.athanor.database;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGProperty;

/** What libpq's parameters are called by PostgreSQL's JDBC driver. */
final class LibpqParameters {
  private static final Map<String, String> NAMES =
      Map.of(
          "application_name", "ApplicationName",
          "fallback_application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "target_session_attrs", "targetServerType",
          "load_balance_hosts", "loadBalanceHosts",
          "sslnegotiation", "sslNegotiation",
          "gssencmode", "gssEncMode",
          "require_auth", "requireAuth",
          "keepalives", "tcpKeepAlive");

  private static final Map<String, Map<String, String>> VALUES =
      Map.of(
          "target_session_attrs",
          Map.of(
              "read-write", "primary",
              "read-only", "secondary",
              "prefer-standby", "preferSecondary",
              "standby", "secondary"),
          "load_balance_hosts",
          Map.of("disable", "false", "random", "true"),
          "keepalives",
          Map.of("0", "false", "1", "true"));

  /** Fine adjustments that make no difference to what is said or to whom. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "client_encoding",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "sslcompression",
          "sslsni",
          "gssdelegation",
          "gsslib",
          "krbsrvname",
          "hostaddr",
          "port",
          // other frameworks' pools, which are not ours
          "pgbouncer",
          "connection_limit",
          "pool_timeout",
          "pool_size");

  private LibpqParameters() {}

  /**
   * The driver's names and values.
   *
   * @throws dev.athanor.error.AthanorException InvalidConfiguration, naming what nobody knows
   */
  static Map<String, String> translate(Map<String, String> parameters) {
    var translated = new LinkedHashMap<String, String>();
    var unknown = new ArrayList<String>();
    parameters.forEach(
        (name, value) -> {
          var known = NAMES.get(name);
          if (known != null) {
            translated.put(known, VALUES.getOrDefault(name, Map.of()).getOrDefault(value, value));
          } else if (!LEFT_OUT.contains(name)) {
            if (PGProperty.forName(name) == null) {
              unknown.add(name);
            }
            translated.put(name, value);
          }
        });
    refuse(unknown);
    return translated;
  }

  private static void refuse(List<String> unknown) {
    if (!unknown.isEmpty()) {
      throw ConnectionUrl.invalid(
          "has parameters that neither libpq nor the JDBC driver knows: "
              + String.join(", ", unknown)
              + ". Take them out");
    }
  }

  /** Whole seconds; zero is as long as it likes, and so as long as we like. */
  static Duration seconds(String value) {
    try {
      var timeout = Duration.ofSeconds(Long.parseLong(value.replaceFirst("s$", "")));
      return timeout.isPositive() ? timeout : ConnectionSettings.defaults().connectTimeout();
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw ConnectionUrl.invalid("gives a time to connect that is no number of seconds");
    }
  }
}
