package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionUrlTest {
  @ParameterizedTest
  @CsvSource({
    "postgresql://h/d, jdbc:postgresql://h/d",
    "postgres://h:5433/d, jdbc:postgresql://h:5433/d",
    "postgresql+psycopg://h/d, jdbc:postgresql://h/d",
    "'postgresql://h1:1,h2:2/d', 'jdbc:postgresql://h1:1,h2:2/d'",
    "postgresql://[::1]:5432/d, jdbc:postgresql://[::1]:5432/d",
    "postgresql:///d?host=h&port=5433, jdbc:postgresql://h:5433/d",
    "'postgresql:///d?host=a,b&port=1,2', 'jdbc:postgresql://a:1,b:2/d'",
    "postgresql://h?dbname=d, jdbc:postgresql://h/d",
    "postgresql://h/a%20b%2Fc+d, jdbc:postgresql://h/a%20b%2Fc%2Bd",
    "mysql://h:3306/d, jdbc:mysql://h:3306/d",
    "mariadb://h/d?charset=utf8mb4, jdbc:mariadb://h/d",
    "mysql+pymysql://h/d, jdbc:mysql://h/d",
    "u:p@tcp(h:3306)/d?parseTime=true, jdbc:mariadb://h:3306/d",
    "jdbc:postgresql://h/d, jdbc:postgresql://h/d",
    "jdbc:postgresql:d, jdbc:postgresql:d",
    "jdbc:mariadb://h/d?user=u, jdbc:mariadb://h/d",
  })
  void everyFormBecomesTheDrivers(String given, String jdbc) {
    assertThat(ConnectionSettings.of(given).url()).isEqualTo(jdbc);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u%40x:p%3Aa%2Fs%40s%25%20+@h/d",
        "postgresql://h/d?user=u%40x&password=p%3Aa%2Fs%40s%25%20+",
        "jdbc:postgresql://h/d?user=u%40x&password=p%3Aa%2Fs%40s%25+%2B",
        "jdbc:postgresql://u%40x:p%3Aa%2Fs%40s%25%20+@h/d",
        "u@x:p:a/s@s% +@tcp(h:3306)/d",
        "mysql://u%40x:p%3Aa%2Fs%40s%25%20+@h/d",
      })
  void userAndPasswordComeOutWhole(String given) {
    var settings = ConnectionSettings.of(given);
    assertThat(settings.url()).doesNotContain("p%3A", "p:a", "@");
    assertThat(settings.password()).contains(new Secret("p:a/s@s% +"));
    if (!given.startsWith("u@")) {
      assertThat(settings.username()).contains("u@x");
    }
  }

  @Test
  void aPasswordWithABareAtSignOrSlashIsStillCutOut() {
    var settings = ConnectionSettings.of("postgresql://u:a/b@c@h/d");
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://h/d");
    assertThat(settings.password()).contains(new Secret("a/b@c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:s3cret?x@h/d",
        "postgresql://u:123?s3cret@h/d",
        "postgresql://u:s3cret#x/d",
        "jdbc:postgresql://u:s3cret/d",
        "postgresql://%2Fvar%2Frun%2Fs3cret/d",
        "postgresql:///s3cret",
        "postgresql:///d?host=/var/run/s3cret",
        "mysql:///s3cret",
        "mysql://h/d?unix_socket=/s3cret",
        "http//s3cret",
        "postgresql:s3cret",
        "postgresql://h/d?connect_timeout=s3cret",
      })
  void whatCannotBeReadIsRefusedAndNotQuoted(String given) {
    var error = refused(given);
    assertThat(error.reason()).isEqualTo(Reason.INVALID_CONFIGURATION);
    assertThat(error.message()).startsWith("the database URL ").doesNotContain("s3cret");
  }

  private static AthanorException refused(String url) {
    var error = catchThrowableOfType(AthanorException.class, () -> ConnectionSettings.of(url));
    assertThat(error).as(url).isNotNull();
    return error;
  }

  @Test
  void aUnixSocketIsCalledThat() {
    assertThat(refused("postgresql:///shop").message()).contains("Unix socket", "localhost");
  }

  @Test
  void libpqsParametersAreTranslated() {
    var settings =
        ConnectionSettings.of(
            "postgresql://h/d?application_name=shop%20x&options=-c%20geqo%3Doff&channel_binding=require"
                + "&target_session_attrs=read-write&connect_timeout=7&keepalives=1&client_encoding=utf8"
                + "&gssencmode=disable&schema=app");
    assertThat(settings.url())
        .isEqualTo(
            "jdbc:postgresql://h/d?ApplicationName=shop%20x&options=-c%20geqo%3Doff"
                + "&channelBinding=require&targetServerType=primary&tcpKeepAlive=true"
                + "&gssEncMode=disable");
    assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.schema()).contains("app");
  }

  @Test
  void parametersThatNobodyKnowsAreNamed() {
    assertThat(refused("postgresql://h/d?sslmod=require&ApplicationName=x&foo=s3cret").message())
        .contains("sslmod, foo")
        .doesNotContain("s3cret", "ApplicationName");
  }

  @Test
  void libpqsTlsIsOurs() {
    var tls =
        ConnectionSettings.of(
                "postgresql://h/d?sslmode=verify-ca&sslrootcert=/ca&sslcert=/c&sslkey=/k&sslpassword=x")
            .tls();
    assertThat(tls)
        .isEqualTo(
            new Tls(
                java.util.Optional.of(Tls.Mode.VERIFY_CA),
                java.util.Optional.of(Path.of("/ca")),
                java.util.Optional.of(Path.of("/c")),
                java.util.Optional.of(Path.of("/k")),
                java.util.Optional.of(new Secret("x"))));
    assertThat(ConnectionSettings.of("postgresql://h/d?sslmode=prefer").tls())
        .isEqualTo(Tls.UNSAID);
    assertThat(ConnectionSettings.of("postgresql://h/d?sslrootcert=system").tls().mode())
        .contains(Tls.Mode.VERIFY_FULL);
    assertThat(refused("postgresql://h/d?sslmode=sometimes").message())
        .contains("disable, require, verify-ca, verify-full");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl-mode=REQUIRED, REQUIRE",
    "ssl-mode=VERIFY_IDENTITY, VERIFY_FULL",
    "ssl-mode=VERIFY_CA, VERIFY_CA",
    "sslMode=verify-full, VERIFY_FULL",
    "ssl_mode=DISABLED, DISABLE",
    "tls=skip-verify, REQUIRE",
    "tls=true, VERIFY_FULL"
  })
  void mySqlsWordsForTlsAreOursToo(String parameter, Tls.Mode mode) {
    assertThat(ConnectionSettings.of("mysql://h/d?" + parameter).tls().mode()).contains(mode);
  }

  @Test
  void whoeverBringsASocketFactoryLeavesTlsToTheDriver() {
    var settings = ConnectionSettings.of("jdbc:postgresql://h/d?sslmode=require&sslfactory=x.Y");
    assertThat(settings.tls()).isEqualTo(Tls.UNSAID);
    assertThat(settings.url()).contains("sslmode=require", "sslfactory=x.Y");
  }
}
