package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Certificates;
import dev.athanor.testing.TlsMariaDb;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbTlsTest {
  @TempDir private static Path folder;

  private static final Certificates AUTHORITY = new Certificates("mariadb-ca");
  private static TlsMariaDb server;
  private static Path ca;

  @BeforeAll
  static void start() {
    server =
        new TlsMariaDb(
            folder.resolve("server"), AUTHORITY, AUTHORITY.issue("RSA", "db", "localhost"));
    ca = Certificates.write(folder.resolve("ca.crt"), AUTHORITY.pem());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ConnectionSettings settings(String host, Tls.Mode mode, Optional<Path> authority) {
    var signed = AUTHORITY.issue("EC", "bycert");
    return ConnectionSettings.of("mysql://bycert@" + host + ":" + server.port() + "/shop")
        .withTls(
            new Tls(
                Optional.of(mode),
                authority,
                Optional.of(Certificates.write(folder.resolve("tls.crt"), signed.certificate())),
                Optional.of(Certificates.write(folder.resolve("tls.key"), signed.traditionalKey())),
                Optional.empty()));
  }

  private static String cipher(ConnectionSettings settings) {
    try (var database = Database.open(settings);
        var session = database.session("test");
        var statement = session.query(() -> session.connection().createStatement())) {
      return session.query(
          () -> {
            try (var rows = statement.executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
              rows.next();
              return rows.getString(2);
            }
          });
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AthanorException refused(ConnectionSettings settings) {
    var error = catchThrowableOfType(AthanorException.class, () -> cipher(settings));
    assertThat(error).isNotNull();
    return error;
  }

  @Test
  void aClientCertificateIsShownAndTheServerChecked() {
    assertThat(cipher(settings("localhost", Tls.Mode.VERIFY_FULL, Optional.of(ca)))).isNotEmpty();
  }

  @Test
  void theHostMustBeTheOneTheCertificateIsFor() {
    var error = refused(settings("127.0.0.1", Tls.Mode.VERIFY_FULL, Optional.of(ca)));
    assertThat(error.reason()).as(error.message()).isEqualTo(Reason.TLS_FAILED);
    assertThat(error.message())
        .contains("127.0.0.1:" + server.port(), "is for localhost and not for 127.0.0.1");
  }

  @Test
  void verifyCaTakesAnyHost() {
    assertThat(cipher(settings("127.0.0.1", Tls.Mode.VERIFY_CA, Optional.of(ca)))).isNotEmpty();
  }

  @Test
  void anAuthorityThatNobodyKnowsIsNamed() {
    var other = Certificates.write(folder.resolve("other.crt"), new Certificates("other").pem());
    var error = refused(settings("localhost", Tls.Mode.VERIFY_CA, Optional.of(other)));
    assertThat(error.reason()).as(error.message()).isEqualTo(Reason.TLS_FAILED);
    assertThat(error.message()).contains("issued by CN=mariadb-ca", "is not in " + other);
  }

  @Test
  void requireBelievesWhoeverAnswers() {
    assertThat(cipher(settings("127.0.0.1", Tls.Mode.REQUIRE, Optional.empty()))).isNotEmpty();
  }

  @Test
  void whoMustShowACertificateIsToldToLookForThat() {
    var error =
        refused(
            ConnectionSettings.of("mysql://bycert@127.0.0.1:" + server.port() + "/shop")
                .withTls(Tls.of(Tls.Mode.REQUIRE)));
    assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(error.message()).contains("client certificate");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    var error =
        refused(settings("localhost", Tls.Mode.VERIFY_CA, Optional.of(Path.of("/no/such/ca.crt"))));
    assertThat(error.reason()).as(error.message()).isEqualTo(Reason.TLS_FAILED);
    assertThat(error.message()).contains("/no/such/ca.crt cannot be read");
  }
}
