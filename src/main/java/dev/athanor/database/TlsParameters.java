package dev.athanor.database;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a URL's parameters say of TLS, taken out of them. */
final class TlsParameters {
  private TlsParameters() {}

  /**
   * In the words of PostgreSQL's JDBC driver. Whoever brings a socket factory or a PKCS#12 file
   * leaves TLS to the driver.
   */
  static Tls take(Map<String, String> parameters) {
    var key = parameters.getOrDefault("sslkey", "").toLowerCase(Locale.ROOT);
    if (parameters.containsKey("sslfactory") || key.endsWith(".p12") || key.endsWith(".pfx")) {
      return Tls.UNSAID;
    }
    var mode = takeMode(parameters);
    if (mode.isEmpty() && "true".equals(parameters.remove("ssl"))) {
      mode = Optional.of(Tls.Mode.VERIFY_FULL);
    }
    return new Tls(
        mode,
        takeFile(parameters, "sslrootcert"),
        takeFile(parameters, "sslcert"),
        takeFile(parameters, "sslkey"),
        Optional.ofNullable(parameters.remove("sslpassword")).map(Secret::new));
  }

  /** In libpq's words: an authority that is named is checked against, even by "require". */
  static Tls takeAsLibpq(Map<String, String> parameters) {
    boolean system = "system".equals(parameters.get("sslrootcert"));
    if (system) {
      parameters.remove("sslrootcert");
    }
    var tls = take(parameters);
    if (system) {
      return new Tls(
          Optional.of(Tls.Mode.VERIFY_FULL),
          Optional.empty(),
          tls.certificate(),
          tls.key(),
          tls.keyPassword());
    }
    boolean checks =
        tls.mode().filter(Tls.Mode.REQUIRE::equals).isPresent() && tls.authority().isPresent();
    return checks ? Tls.of(Tls.Mode.VERIFY_CA).or(tls) : tls;
  }

  /** In the words of MySQL's and MariaDB's clients, and of Python's and Go's drivers. */
  static Tls takeAsMySql(Map<String, String> parameters) {
    var mode = Optional.<Tls.Mode>empty();
    for (var name : new String[] {"ssl-mode", "ssl_mode", "sslmode", "sslMode", "tls"}) {
      var value = parameters.remove(name);
      mode = value == null ? mode : mySqlMode(value);
    }
    return new Tls(
        mode,
        takeFile(parameters, "ssl-ca").or(() -> takeFile(parameters, "ssl_ca")),
        takeFile(parameters, "ssl-cert").or(() -> takeFile(parameters, "ssl_cert")),
        takeFile(parameters, "ssl-key").or(() -> takeFile(parameters, "ssl_key")),
        Optional.empty());
  }

  private static Optional<Tls.Mode> mySqlMode(String value) {
    return switch (value.toLowerCase(Locale.ROOT).replace('_', '-')) {
      case "preferred", "prefer" -> Optional.empty();
      case "disabled", "disable", "false" -> Optional.of(Tls.Mode.DISABLE);
      case "required", "require", "skip-verify", "trust" -> Optional.of(Tls.Mode.REQUIRE);
      case "true", "verify-identity" -> Optional.of(Tls.Mode.VERIFY_FULL);
      default -> Optional.of(Tls.Mode.of(value.toLowerCase(Locale.ROOT).replace('_', '-')));
    };
  }

  /** Those that leave it to the server stay with the driver. */
  private static Optional<Tls.Mode> takeMode(Map<String, String> parameters) {
    var mode = parameters.getOrDefault("sslmode", "");
    return mode.isEmpty() || mode.equals("prefer") || mode.equals("allow")
        ? Optional.empty()
        : Optional.ofNullable(parameters.remove("sslmode")).map(Tls.Mode::of);
  }

  private static Optional<Path> takeFile(Map<String, String> parameters, String name) {
    return Optional.ofNullable(parameters.remove(name))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }
}
