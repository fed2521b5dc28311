package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Certificates;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.TlsPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir private static Path folder;

  private static final Certificates AUTHORITY = new Certificates("cluster-ca");
  private static final Certificates.Signed SERVER = AUTHORITY.issue("RSA", "db", "localhost");
  private static TlsPostgres server;
  private static Path ca;

  @BeforeAll
  static void start() {
    server = new TlsPostgres(folder.resolve("server"), AUTHORITY, SERVER);
    ca = Certificates.write(folder.resolve("ca.crt"), AUTHORITY.pem());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ConnectionSettings settings(String host, String parameters) {
    return ConnectionSettings.of(
        "postgresql://postgres@" + host + ":" + server.port() + "/postgres?" + parameters);
  }

  private static ConnectionSettings byCertificate(String key, Optional<Secret> password) {
    var signed = folder.resolve("client-" + Integer.toHexString(key.hashCode()));
    Certificates.write(signed.resolve("tls.key"), key);
    return settings("localhost", "sslmode=verify-full&sslrootcert=" + ca)
        .withUsername("bycert")
        .withTls(
            new Tls(
                Optional.of(Tls.Mode.VERIFY_FULL),
                Optional.of(ca),
                Optional.of(signed.resolve("tls.crt")),
                Optional.of(signed.resolve("tls.key")),
                password));
  }

  private static String seen(ConnectionSettings settings) {
    try (var database = Database.open(settings);
        var session = database.session("test")) {
      return session.query(
          () ->
              PostgreSqlCatalogue.text(
                  session.connection(),
                  "SELECT ssl || ' ' || coalesce(client_dn, '') FROM pg_stat_ssl WHERE pid ="
                      + " pg_backend_pid()"));
    }
  }

  private static AthanorException refused(ConnectionSettings settings) {
    var e = catchThrowableOfType(AthanorException.class, () -> seen(settings));
    assertThat(e).isNotNull();
    return e;
  }

  private static void tlsFailed(ConnectionSettings settings, String... words) {
    var error = refused(settings);
    assertThat(error.reason()).as(error.message()).isEqualTo(Reason.TLS_FAILED);
    assertThat(error.message()).contains(words);
  }

  @TestFactory
  Stream<DynamicTest> aClientCertificateIsShownWhateverToolWroteItsKey()
      throws IOException, OperatorCreationException {
    var rsa = AUTHORITY.issue("RSA", "bycert");
    var ec = AUTHORITY.issue("EC", "bycert");
    var ed = AUTHORITY.issue("Ed25519", "bycert");
    var keys = new LinkedHashMap<String, Map.Entry<Certificates.Signed, String>>();
    keys.put("RSA in PKCS#8", Map.entry(rsa, rsa.key()));
    keys.put("RSA in PKCS#1", Map.entry(rsa, rsa.traditionalKey()));
    keys.put("EC in PKCS#8", Map.entry(ec, ec.key()));
    keys.put("EC in SEC 1", Map.entry(ec, ec.traditionalKey()));
    keys.put("Ed25519", Map.entry(ed, ed.key()));
    keys.put("RSA, encrypted", Map.entry(rsa, encrypted(rsa)));
    keys.put("EC, encrypted", Map.entry(ec, encrypted(ec)));
    return keys.entrySet().stream()
        .map(
            key ->
                DynamicTest.dynamicTest(
                    key.getKey(),
                    () -> {
                      var text = key.getValue().getValue();
                      var settings = byCertificate(text, Optional.of(new Secret("pass phrase é")));
                      Certificates.write(
                          settings.tls().certificate().orElseThrow(),
                          key.getValue().getKey().certificate());
                      assertThat(seen(settings)).isEqualTo("true /CN=bycert");
                    }));
  }

  private static String encrypted(Certificates.Signed signed)
      throws IOException, OperatorCreationException {
    return Certificates.pem(
        new JcaPKCS8Generator(
            signed.keys().getPrivate(),
            new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setPRF(
                    new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                        PKCSObjectIdentifiers.id_hmacWithSHA256))
                .setPassword("pass phrase é".toCharArray())
                .setProvider(new BouncyCastleProvider())
                .build()));
  }

  @Test
  void aKeyInDerIsReadToo() throws IOException {
    var signed = AUTHORITY.issue("RSA", "bycert");
    var settings = byCertificate("der", Optional.empty());
    Files.write(settings.tls().key().orElseThrow(), signed.keys().getPrivate().getEncoded());
    Certificates.write(settings.tls().certificate().orElseThrow(), signed.certificate());
    assertThat(seen(settings)).isEqualTo("true /CN=bycert");
  }

  @Test
  void anEncryptedKeyNeedsItsPassword() throws IOException, OperatorCreationException {
    var signed = AUTHORITY.issue("EC", "bycert");
    var key = encrypted(signed);
    var settings = byCertificate(key, Optional.empty());
    Certificates.write(settings.tls().certificate().orElseThrow(), signed.certificate());
    tlsFailed(settings, "tls.key is encrypted");
    tlsFailed(byCertificate(key, Optional.of(new Secret("other"))), "tls.key cannot be decrypted");
  }

  @Test
  void openSslsOldEncryptionIsNamedWithTheCommandThatHelps() throws IOException {
    var signed = AUTHORITY.issue("RSA", "bycert");
    var key =
        Certificates.pem(
            new JcaMiscPEMGenerator(
                signed.keys().getPrivate(),
                new JcePEMEncryptorBuilder("AES-256-CBC")
                    .setProvider(new BouncyCastleProvider())
                    .build("x".toCharArray())));
    var settings = byCertificate(key, Optional.of(new Secret("x")));
    Certificates.write(settings.tls().certificate().orElseThrow(), signed.certificate());
    tlsFailed(settings, "openssl pkcs8 -topk8");
  }

  @Test
  void aKeyThatIsAnothersIsSaid() {
    var settings = byCertificate(AUTHORITY.issue("EC", "bycert").key(), Optional.empty());
    Certificates.write(
        settings.tls().certificate().orElseThrow(), AUTHORITY.issue("EC", "bycert").certificate());
    tlsFailed(settings, "tls.key is not the one of the client certificate in", "tls.crt");
  }

  @Test
  void aFileThatIsMissingOrNothingOfItsKindIsNamed() {
    tlsFailed(
        settings("localhost", "sslrootcert=/no/such/ca.crt"), "/no/such/ca.crt cannot be read");
    var text = Certificates.write(folder.resolve("text.crt"), "no certificate\n");
    tlsFailed(settings("localhost", "sslrootcert=" + text), text.toString());
  }

  @Test
  void theHostMustBeTheOneTheCertificateIsFor() {
    tlsFailed(
        settings("127.0.0.1", "sslmode=verify-full&sslrootcert=" + ca),
        "127.0.0.1:" + server.port(),
        "is for localhost and not for 127.0.0.1");
  }

  @Test
  void verifyCaTakesAnyHost() {
    assertThat(seen(settings("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + ca)))
        .startsWith("true");
  }

  @Test
  void anAuthorityThatNobodyKnowsIsNamed() {
    var other = Certificates.write(folder.resolve("other.crt"), new Certificates("other").pem());
    tlsFailed(
        settings("localhost", "sslmode=verify-ca&sslrootcert=" + other),
        "issued by CN=cluster-ca",
        "is not in " + other);
    tlsFailed(settings("localhost", "sslmode=verify-full"), "none that Java trusts by itself");
  }

  @Test
  void requireBelievesWhoeverAnswersButNotWithAnAuthorityAsInLibpq() {
    assertThat(seen(settings("127.0.0.1", "sslmode=require"))).startsWith("true");
    var other = Certificates.write(folder.resolve("other2.crt"), new Certificates("other").pem());
    tlsFailed(settings("127.0.0.1", "sslmode=require&sslrootcert=" + other), "issued by");
  }

  @Test
  void aCertificateThatHasExpiredIsSaidWithItsDate() {
    var expired = AUTHORITY.issue("EC", Instant.parse("2024-02-29T12:00:00Z"), "db", "localhost");
    server.become("expired", expired);
    try {
      tlsFailed(
          settings("localhost", "sslmode=verify-full&sslrootcert=" + ca),
          "has expired",
          "2024-02-29T12:00:00Z");
    } finally {
      server.become("again", SERVER);
    }
  }

  @Test
  void aServerThatOffersNoTlsIsNotTalkedToInTheClear() {
    var plain = Postgres.freshDatabase();
    tlsFailed(
        plain.settings().withProperties(Map.of("sslmode", "require")),
        "localhost:" + Postgres.port(),
        "offers no TLS");
  }

  @Test
  void aServerThatWantsACertificateSaysSo() {
    var settings = settings("localhost", "sslrootcert=" + ca).withUsername("bycert");
    var error = refused(settings);
    assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(error.message()).contains("requires a valid client certificate");
  }

  @Test
  void aClientCertificateOfAnAuthorityThatTheServerDoesNotKnowIsRefused() {
    var signed = new Certificates("stranger").issue("EC", "bycert");
    var settings = byCertificate(signed.key(), Optional.empty());
    Certificates.write(settings.tls().certificate().orElseThrow(), signed.certificate());
    var error = refused(settings);
    assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(error.message()).contains("signed by an authority that the server trusts");
  }

  @Test
  void aServerThatWantsTlsSaysSoToWhoeverComesWithout() {
    var error =
        refused(
            settings("localhost", "sslmode=disable")
                .withUsername("encrypted")
                .withPassword(new Secret("secret")));
    assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(error.message()).contains("it says:").doesNotContain("secret");
  }

  @Test
  void aRenewedCertificateIsReadByTheNextAttempt() {
    var file = Certificates.write(folder.resolve("renewed.crt"), new Certificates("old").pem());
    var settings = settings("localhost", "sslmode=verify-full&sslrootcert=" + file);
    tlsFailed(settings, "issued by");
    Certificates.write(file, AUTHORITY.pem());
    assertThat(seen(settings)).startsWith("true");
  }

  @TestFactory
  Stream<DynamicTest> theCertificatesOfASecretAreUsed() {
    var client = AUTHORITY.issue("EC", "bycert");
    var place =
        Map.of(
            "host", "localhost",
            "port", String.valueOf(server.port()),
            "dbname", "postgres",
            "username", "bycert");
    var layouts =
        Map.of(
            "cert-manager, CloudNativePG, Crunchy",
            Map.of(
                "ca.crt",
                AUTHORITY.pem(),
                "tls.crt",
                client.certificate(),
                "tls.key",
                client.key()),
            "Service Binding",
            Map.of(
                "certificates",
                client.certificate() + AUTHORITY.pem(),
                "private-key",
                client.key()));
    return layouts.entrySet().stream()
        .map(
            layout ->
                DynamicTest.dynamicTest(
                    layout.getKey(),
                    () -> {
                      var mounted = folder.resolve("secret" + layout.getValue().size());
                      place.forEach(
                          (key, value) -> Certificates.write(mounted.resolve(key), value));
                      layout
                          .getValue()
                          .forEach((key, value) -> Certificates.write(mounted.resolve(key), value));
                      var settings =
                          SecretKeys.read(mounted, Map.of(), ConnectionSettings.defaults());
                      assertThat(seen(settings)).isEqualTo("true /CN=bycert");
                    }));
  }
}
