package dev.athanor.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** An authority made for one test, and what it signs. */
public final class Certificates {
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final Duration YEAR = Duration.ofDays(365);

  private final KeyPair keys = keys("EC");
  private final X500Name name;
  private final X509Certificate certificate;

  /** A new authority. */
  public Certificates(String name) {
    this.name = new X500Name("CN=" + name);
    this.certificate = sign(this.name, keys, Instant.now().plus(YEAR), true);
  }

  /** Its own certificate. */
  public String pem() {
    return pem(certificate);
  }

  /**
   * A key and the certificate for it.
   *
   * @param certificate in PEM
   */
  public record Signed(KeyPair keys, String certificate) {
    /** The key as Java has it: PKCS#8. */
    public String key() {
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(
              java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(keys.getPrivate().getEncoded()));
    }

    /** The key as OpenSSL wrote it for long: PKCS#1, or SEC 1. */
    public String traditionalKey() {
      if (!(keys.getPrivate() instanceof ECPrivateKey key)) {
        return pem(keys.getPrivate());
      }
      try {
        var curve =
            PrivateKeyInfo.getInstance(key.getEncoded()).getPrivateKeyAlgorithm().getParameters();
        // OpenSSL names the curve twice
        return pem(new PemObject("EC PARAMETERS", curve.toASN1Primitive().getEncoded()))
            + pem(
                new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), curve)
                        .getEncoded()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A certificate for a person or a server, valid for a year; names are host names or IPs. */
  public Signed issue(String algorithm, String commonName, String... names) {
    return issue(algorithm, Instant.now().plus(YEAR), commonName, names);
  }

  /** The same valid until another time, and from two days before that at the latest. */
  public Signed issue(String algorithm, Instant until, String commonName, String... names) {
    var pair = keys(algorithm);
    return new Signed(pair, pem(sign(new X500Name("CN=" + commonName), pair, until, false, names)));
  }

  private X509Certificate sign(
      X500Name subject, KeyPair pair, Instant until, boolean authority, String... names) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(until.minus(YEAR.multipliedBy(2))),
              Date.from(until),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                Arrays.stream(names)
                    .map(
                        each ->
                            new GeneralName(
                                each.matches("[0-9.:]+")
                                    ? GeneralName.iPAddress
                                    : GeneralName.dNSName,
                                each))
                    .toArray(GeneralName[]::new)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      switch (algorithm) {
        case "RSA" -> generator.initialize(2048);
        case "EC" -> generator.initialize(256);
        default -> {}
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Anything that OpenSSL would write, as text. */
  public static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes a file that only its owner may read. */
  public static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
