package dev.athanor.database;

import java.io.IOException;
import java.net.Socket;
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
  private static final String KEY_PASSWORD = "sslpassword";

  private final Tls tls;

  /** Called by the driver, with what {@link #properties} said. */
  public PostgreSqlSockets(Properties properties) {
    tls = TlsProperties.read(properties, Optional.ofNullable(properties.getProperty(KEY_PASSWORD)));
    factory = TlsSockets.context(tls).getSocketFactory();
  }

  /** What the driver is told; nothing when nothing was said. */
  static Map<String, String> properties(Tls tls) {
    var properties = new LinkedHashMap<String, String>();
    tls.effectiveMode()
        .ifPresent(
            mode -> {
              properties.put("sslmode", mode.id());
              if (mode != Tls.Mode.DISABLE) {
                properties.put("sslfactory", PostgreSqlSockets.class.getName());
                properties.putAll(TlsProperties.of(tls, KEY_PASSWORD));
              }
            });
    return properties;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return TlsSockets.checked((SSLSocket) super.createSocket(socket, host, port, autoClose), tls);
  }
}
