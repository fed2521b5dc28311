package dev.athanor.database;

import java.io.Serial;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/** Judges the server's certificate, as far as the mode asks for it, and says what is wrong. */
final class ServerCheck extends X509ExtendedTrustManager {
  private final Tls.Mode mode;
  private final X509ExtendedTrustManager java;

  ServerCheck(Tls.Mode mode, X509ExtendedTrustManager java) {
    this.mode = mode;
    this.java = java;
  }

  /** The certificate is good, and another host's. */
  static final class WrongHost extends CertificateException {
    @Serial private static final long serialVersionUID = 1;
    private final String host;
    private final String names;

    private WrongHost(String host, String names, CertificateException cause) {
      super("the certificate is for " + names + " and not for " + host, cause);
      this.host = host;
      this.names = names;
    }

    String host() {
      return host;
    }

    String names() {
      return names;
    }
  }

  /** The certificate is out of its time, or its authority is not trusted. */
  static final class NotTrusted extends CertificateException {
    @Serial private static final long serialVersionUID = 1;
    private final X509Certificate certificate;

    private NotTrusted(X509Certificate certificate, CertificateException cause) {
      super(cause);
      this.certificate = certificate;
    }

    X509Certificate certificate() {
      return certificate;
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
    if (mode == Tls.Mode.VERIFY_FULL) {
      try {
        java.checkServerTrusted(chain, authType, socket);
      } catch (CertificateException e) {
        var host = ((SSLSocket) socket).getHandshakeSession().getPeerHost();
        throw new WrongHost(host, names(chain[0]), e);
      }
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    if (mode.checksAuthority()) {
      try {
        java.checkServerTrusted(chain, authType);
      } catch (CertificateException e) {
        throw new NotTrusted(chain[0], e);
      }
    }
  }

  /** The hosts and addresses that the certificate is for, else its subject. */
  static String names(X509Certificate certificate) throws CertificateException {
    var alternatives =
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
            .flatMap(names -> names.stream().flatMap(ServerCheck::text))
            .toList();
    return alternatives.isEmpty()
        ? certificate.getSubjectX500Principal().getName()
        : String.join(", ", alternatives);
  }

  /** Only names of hosts and addresses are text. */
  private static Stream<String> text(List<?> name) {
    return name.get(1) instanceof String text ? Stream.of(text) : Stream.empty();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("databases are talked to through sockets");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("we are no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return java.getAcceptedIssuers();
  }
}
