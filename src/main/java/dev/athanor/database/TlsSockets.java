package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes what Java's sockets need of the files that {@link Tls} names. */
final class TlsSockets {
  private TlsSockets() {}

  /**
   * A context that trusts and shows what the files say.
   *
   * @throws AthanorException TlsFailed, naming the file
   */
  static SSLContext context(Tls tls) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers(tls), trustManagers(tls), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** What judges the server; throws like {@link #context}. */
  static TrustManager[] trustManagers(Tls tls) {
    try {
      return new TrustManager[] {new ServerCheck(mode(tls), trust(tls))};
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every Java has trust stores", e);
    }
  }

  /** What we show; throws like {@link #context}. */
  static KeyManager[] keyManagers(Tls tls) {
    try {
      return keys(tls);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("every Java has key stores", e);
    }
  }

  /** Has Java compare host and certificate, where that is wanted. */
  static SSLSocket checked(SSLSocket socket, Tls tls) {
    if (mode(tls) == Tls.Mode.VERIFY_FULL) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    return socket;
  }

  private static Tls.Mode mode(Tls tls) {
    return tls.effectiveMode().orElse(Tls.Mode.VERIFY_FULL);
  }

  private static X509ExtendedTrustManager trust(Tls tls)
      throws IOException, GeneralSecurityException {
    var trusted = Optional.<KeyStore>empty();
    if (tls.authority().isPresent() && mode(tls).checksAuthority()) {
      var store = emptyStore();
      int number = 0;
      for (var certificate : read(tls.authority().get(), Pem::certificates)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      trusted = Optional.of(store);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    // no store: what Java itself trusts
    factory.init(trusted.orElse(null));
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static KeyManager[] keys(Tls tls) throws IOException, GeneralSecurityException {
    if (tls.certificate().isEmpty() && tls.key().isEmpty()) {
      return new KeyManager[0];
    }
    if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
      throw new AthanorException(
          Reason.TLS_FAILED,
          "a client certificate needs its private key and a key its certificate: there is only %s"
                  .formatted(tls.certificate().or(tls::key).get())
              + ". Give both (--tls-cert and --tls-key, or tls.crt and tls.key in the Secret)");
    }
    var chain = read(tls.certificate().get(), Pem::certificates);
    var key = read(tls.key().get(), file -> PrivateKeys.read(file, tls.keyPassword()));
    if (!belongTogether(key, chain.getFirst())) {
      throw new AthanorException(
          Reason.TLS_FAILED,
          "the private key in %s is not the one of the client certificate in %s: put the two that belong together there"
              .formatted(tls.key().get(), tls.certificate().get()));
    }
    var store = emptyStore();
    store.setKeyEntry("client", key, new char[0], chain.toArray(X509Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    var signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> key.getAlgorithm();
            });
    signature.initSign(key);
    var signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    return signature.verify(signed);
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, new char[0]);
    return store;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T from(Path file) throws IOException, GeneralSecurityException;
  }

  private static <T> T read(Path file, Reading<T> reading) {
    try {
      return reading.from(file);
    } catch (IOException e) {
      throw new AthanorException(
              Reason.TLS_FAILED,
              "the TLS file %s cannot be read (%s)".formatted(file, e.getClass().getSimpleName()),
              e)
          .at(file.toString(), 0);
    } catch (GeneralSecurityException e) {
      throw new AthanorException(
              Reason.TLS_FAILED,
              "the TLS file %s %s".formatted(file, String.valueOf(e.getMessage())),
              e)
          .at(file.toString(), 0);
    }
  }
}
