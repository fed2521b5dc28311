package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What went wrong while a connection was being encrypted, whatever the product. */
final class TlsFailures {
  private static final String ALERT = "Received fatal alert: ";

  private TlsFailures() {}

  /** What TLS has to do with the failure; empty when nothing. */
  static Optional<AthanorException> in(Throwable failure, ConnectionSettings settings, String at) {
    return chain(failure)
        .map(cause -> known(cause, settings, at))
        .filter(words -> !words.isEmpty())
        .findFirst()
        .or(
            () ->
                chain(failure)
                    .filter(SSLException.class::isInstance)
                    .map(
                        cause ->
                            "no encrypted connection to the database at %s came about (%s): check that it offers TLS there"
                                .formatted(at, cause.getMessage()))
                    .findFirst())
        .map(words -> new AthanorException(Reason.TLS_FAILED, words, failure));
  }

  /** The server speaks in the clear only. */
  static AthanorException notOffered(SQLException failure, ConnectionSettings settings, String at) {
    return new AthanorException(
        Reason.TLS_FAILED,
        "the database at %s offers no TLS, and it was asked for (TLS mode %s): turn it on there, or give up on it knowingly with TLS mode disable"
            .formatted(at, settings.tls().effectiveMode().map(Tls.Mode::id).orElse("")),
        failure);
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private static String known(Throwable cause, ConnectionSettings settings, String at) {
    return switch (cause) {
      case ServerCheck.WrongHost e ->
          "the certificate of the database at %s is for %s and not for %s: connect by a name that it has, have it issued for this one, or check its authority only (TLS mode verify-ca)"
              .formatted(at, e.names(), e.host());
      case ServerCheck.NotTrusted e -> untrusted(e, settings, at);
      case SSLException e when String.valueOf(e.getMessage()).contains(ALERT) ->
          alert(String.valueOf(e.getMessage()), at);
      default -> "";
    };
  }

  private static String untrusted(
      ServerCheck.NotTrusted e, ConnectionSettings settings, String at) {
    var certificate = e.certificate();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "the certificate of the database at %s, or of its authority, has expired (its own is valid until %s): renew it"
            .formatted(at, certificate.getNotAfter().toInstant());
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "the certificate of the database at %s is not valid yet (from %s): check the clocks"
            .formatted(at, certificate.getNotBefore().toInstant());
      }
    }
    return "the certificate of the database at %s was issued by %s, which %s: give the authority's certificate (ca.crt in the Secret, spec.database.tls.ca, --tls-ca)"
        .formatted(
            at,
            certificate.getIssuerX500Principal().getName(),
            settings
                .tls()
                .authority()
                .map(file -> "is not in " + file)
                .orElse("is none that Java trusts by itself, and no other was named"));
  }

  /** The server speaks of our certificate. */
  private static String alert(String message, String at) {
    var alert = message.substring(message.indexOf(ALERT) + ALERT.length());
    return switch (alert) {
      case "certificate_required" ->
          "the database at %s asks for a client certificate: give one (tls.crt and tls.key in the Secret, spec.database.tls.clientCertificate, --tls-cert and --tls-key)"
              .formatted(at);
      case "unknown_ca", "bad_certificate", "certificate_unknown", "certificate_expired" ->
          "the database at %s refuses the client certificate (%s): it must be valid and signed by an authority that the server trusts"
              .formatted(at, alert);
      default ->
          "the database at %s broke the TLS handshake off (%s): check that both know a common version and cipher"
              .formatted(at, alert);
    };
  }
}
