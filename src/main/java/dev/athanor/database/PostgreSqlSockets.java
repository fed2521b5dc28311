package dev.athanor.database;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.postgresql.ssl.WrappedFactory;

/**
 * Encrypted connections to PostgreSQL by the files that {@link Tls} names. The driver makes one for
 * each attempt, by its class name and with the connection's properties; what the driver reads by
 * itself is PKCS#8 and PKCS#12 only.
 */
public final class PostgreSqlSockets extends WrappedFactory {
  private static final String MODE = "athanor.tls.mode";
  private static final String AUTHORITY = "athanor.tls.ca";
  private static final String CERTIFICATE = "athanor.tls.cert";
  private static final String KEY = "athanor.tls.key";
  private static final String KEY_PASSWORD = "athanor.tls.key-password";

  private final Tls tls;

  /** Called by the driver, with what {@link #properties} said. */
  public PostgreSqlSockets(Properties properties) {
    tls =
        new Tls(
            get(properties, MODE).map(Tls.Mode::of),
            get(properties, AUTHORITY).map(Path::of),
            get(properties, CERTIFICATE).map(Path::of),
            get(properties, KEY).map(Path::of),
            get(properties, KEY_PASSWORD).map(Secret::new));
    factory = TlsSockets.context(tls).getSocketFactory();
  }

  private static Optional<String> get(Properties properties, String name) {
    return Optional.ofNullable(properties.getProperty(name));
  }

  /** What the driver is told; nothing when nothing was said. */
  static Map<String, String> properties(Tls tls) {
    var properties = new LinkedHashMap<String, String>();
    tls.effectiveMode()
        .ifPresent(
            mode -> {
              properties.put("sslmode", mode.id());
              if (mode == Tls.Mode.DISABLE) {
                return;
              }
              properties.put("sslfactory", PostgreSqlSockets.class.getName());
              properties.put(MODE, mode.id());
              tls.authority().ifPresent(file -> properties.put(AUTHORITY, file.toString()));
              tls.certificate().ifPresent(file -> properties.put(CERTIFICATE, file.toString()));
              tls.key().ifPresent(file -> properties.put(KEY, file.toString()));
              tls.keyPassword().ifPresent(secret -> properties.put(KEY_PASSWORD, secret.value()));
            });
    return properties;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return TlsSockets.checked((SSLSocket) super.createSocket(socket, host, port, autoClose), tls);
  }
}
