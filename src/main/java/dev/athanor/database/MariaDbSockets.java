package dev.athanor.database;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * Encrypted connections to MariaDB and MySQL by the files that {@link Tls} names. The driver finds
 * this as a service, and asks it at each attempt; what it reads by itself is key stores.
 */
public final class MariaDbSockets extends DefaultTlsSocketPlugin {
  private static final String TYPE = "athanor";

  /** The driver's own name for it, under which it masks the value. */
  private static final String KEY_PASSWORD = "keyPassword";

  /** What the driver is told; nothing when nothing was said. */
  static Map<String, String> properties(Tls tls) {
    var properties = new LinkedHashMap<String, String>();
    tls.effectiveMode()
        .ifPresent(
            mode -> {
              properties.put("sslMode", mode == Tls.Mode.REQUIRE ? "trust" : mode.id());
              if (mode != Tls.Mode.DISABLE) {
                properties.put("tlsSocketType", TYPE);
                properties.putAll(TlsProperties.of(tls, KEY_PASSWORD));
              }
            });
    return properties;
  }

  @Override
  public String type() {
    return TYPE;
  }

  private static Tls tls(Configuration settings) {
    return TlsProperties.read(
        settings.nonMappedOptions(), Optional.ofNullable(settings.keyPassword()));
  }

  @Override
  public TrustManager[] getTrustManager(
      Configuration settings, ExceptionFactory failures, HostAddress host) {
    return TlsSockets.trustManagers(withoutHost(tls(settings)));
  }

  /** The driver does not tell its sockets the host's name; it has {@link #verify} for that. */
  private static Tls withoutHost(Tls tls) {
    return tls.mode().filter(Tls.Mode.VERIFY_FULL::equals).isPresent()
        ? Tls.of(Tls.Mode.VERIFY_CA).or(tls)
        : tls;
  }

  @Override
  public KeyManager[] getKeyManager(Configuration settings, ExceptionFactory failures) {
    return TlsSockets.keyManagers(tls(settings));
  }

  @Override
  public void verify(String host, SSLSession session, long connection) throws SSLException {
    try {
      super.verify(host, session, connection);
    } catch (SSLException e) {
      try {
        var certificate = (X509Certificate) session.getPeerCertificates()[0];
        // the driver keeps the words only
        throw new SSLException(
            "is for " + ServerCheck.names(certificate) + " and not for " + host, e);
      } catch (CertificateException unreadable) {
        e.addSuppressed(unreadable);
        throw e;
      }
    }
  }
}
