package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the connection is encrypted, and whom it is checked against. The files are read at each
 * attempt to connect, so that a renewed certificate is the next attempt's.
 *
 * @param mode what is asked for; absent: {@link Mode#VERIFY_FULL} as soon as a file is named, else
 *     whatever the driver does by itself
 * @param authority the certificates to trust, PEM or DER; absent: those that Java trusts
 * @param certificate our own certificate and what stands between it and its authority, PEM or DER
 * @param key the private key of {@code certificate}: PEM (PKCS#8, PKCS#1, SEC 1) or DER (PKCS#8)
 * @param keyPassword what an encrypted key is encrypted with
 */
public record Tls(
    Optional<Mode> mode,
    Optional<Path> authority,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Secret> keyPassword) {

  /** Nothing was said: the driver does as it does. */
  public static final Tls UNSAID =
      new Tls(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** What is asked of the server, in libpq's words. */
  public enum Mode {
    /** Not encrypted. */
    DISABLE,
    /** Encrypted; whoever answers is believed. */
    REQUIRE,
    /** Encrypted, and the certificate is signed by an authority that is trusted. */
    VERIFY_CA,
    /** The same, and the certificate is for the host that was asked for. */
    VERIFY_FULL;

    /** The name: {@code verify-full}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The mode with that name.
     *
     * @throws AthanorException InvalidConfiguration
     */
    public static Mode of(String id) {
      return Arrays.stream(values())
          .filter(mode -> mode.id().equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new AthanorException(
                      Reason.INVALID_CONFIGURATION,
                      "'%s' is no TLS mode: use one of %s"
                          .formatted(
                              id,
                              Arrays.stream(values())
                                  .map(Mode::id)
                                  .collect(Collectors.joining(", ")))));
    }

    boolean checksAuthority() {
      return this == VERIFY_CA || this == VERIFY_FULL;
    }
  }

  /** Only that. */
  static Tls of(Mode mode) {
    return new Tls(
        Optional.of(mode), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What is to be done; empty when nothing was said. */
  Optional<Mode> effectiveMode() {
    boolean named = authority.isPresent() || certificate.isPresent() || key.isPresent();
    return mode.or(() -> named ? Optional.of(Mode.VERIFY_FULL) : Optional.empty());
  }

  /** This, and where it says nothing the other; our certificate and its key go together. */
  public Tls or(Tls other) {
    boolean own = certificate.isPresent() || key.isPresent();
    return new Tls(
        mode.or(other::mode),
        authority.or(other::authority),
        own ? certificate : other.certificate,
        own ? key : other.key,
        own ? keyPassword : keyPassword.or(other::keyPassword));
  }
}
