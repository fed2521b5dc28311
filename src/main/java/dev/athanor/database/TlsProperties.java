package dev.athanor.database;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** {@link Tls} on its way through a driver, which knows text only, to what makes its sockets. */
final class TlsProperties {
  private static final String MODE = "athanor.tls.mode";
  private static final String AUTHORITY = "athanor.tls.ca";
  private static final String CERTIFICATE = "athanor.tls.cert";
  private static final String KEY = "athanor.tls.key";

  private TlsProperties() {}

  /**
   * The properties.
   *
   * @param keyPassword how the driver calls a property that it knows to be secret
   */
  static Map<String, String> of(Tls tls, String keyPassword) {
    var properties = new LinkedHashMap<String, String>();
    tls.effectiveMode().ifPresent(mode -> properties.put(MODE, mode.id()));
    tls.authority().ifPresent(file -> properties.put(AUTHORITY, file.toString()));
    tls.certificate().ifPresent(file -> properties.put(CERTIFICATE, file.toString()));
    tls.key().ifPresent(file -> properties.put(KEY, file.toString()));
    tls.keyPassword().ifPresent(secret -> properties.put(keyPassword, secret.value()));
    return properties;
  }

  /** What they meant. */
  static Tls read(Properties properties, Optional<String> keyPassword) {
    return new Tls(
        get(properties, MODE).map(Tls.Mode::of),
        get(properties, AUTHORITY).map(Path::of),
        get(properties, CERTIFICATE).map(Path::of),
        get(properties, KEY).map(Path::of),
        keyPassword.map(Secret::new));
  }

  private static Optional<String> get(Properties properties, String name) {
    return Optional.ofNullable(properties.getProperty(name));
  }
}
