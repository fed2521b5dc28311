package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeysTest {
  @TempDir private Path folder;

  static Path mount(Path folder, Map<String, String> keys) {
    try {
      // as the kubelet does it: the files are links through ..data
      var data = Files.createDirectories(folder.resolve("..2026_11_23"));
      for (var key : keys.entrySet()) {
        Files.writeString(data.resolve(key.getKey()), key.getValue());
        Files.createSymbolicLink(folder.resolve(key.getKey()), data.resolve(key.getKey()));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> keys(String... pairs) {
    var keys = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      keys.put(pairs[i], pairs[i + 1]);
    }
    return keys;
  }

  @Test
  void discreteFieldsWinOverJdbcUriAndThatOverUri() {
    var all =
        keys(
            "host",
            "a",
            "port",
            "1",
            "dbname",
            "x",
            "user",
            "u",
            "password",
            "p",
            "jdbc-uri",
            "jdbc:postgresql://b:2/y?user=v&password=q",
            "uri",
            "postgresql://w:r@c:3/z");
    assertThat(read("all", all).url()).isEqualTo("jdbc:postgresql://a:1/x");
    all.remove("host");
    all.remove("user");
    all.remove("password");
    assertThat(read("jdbc", all).url()).isEqualTo("jdbc:postgresql://b:2/y");
    assertThat(read("jdbc2", all).username()).contains("v");
    all.remove("jdbc-uri");
    assertThat(read("uri", all).url()).isEqualTo("jdbc:postgresql://c:3/z");
    assertThat(read("uri2", all).password()).contains(new Secret("r"));
  }

  private ConnectionSettings read(String name, Map<String, String> keys) {
    try {
      return SecretKeys.read(
          mount(Files.createDirectories(folder.resolve(name)), keys),
          Map.of(),
          ConnectionSettings.defaults());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void zalandoNamesNoHostSoTheUrlDoes() {
    mount(folder, keys("username", "u", "password", "p"));
    var settings =
        SecretKeys.read(folder, Map.of(), ConnectionSettings.of("jdbc:postgresql://db/app"));
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://db/app");
    assertThat(settings.username()).contains("u");

    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(() -> SecretKeys.read(folder, Map.of(), ConnectionSettings.defaults()))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING_SECRET_KEY))
        .withMessageContaining("lacks host")
        .withMessageContaining("it has password, username");
  }

  @Test
  void otherKeyNamesAreNamed() {
    mount(folder, keys("MY_HOST", "h", "DB", "d", "LOGIN", "u", "PW", "secret-value"));
    var names = keys("host", "MY_HOST", "dbname", "DB", "username", "LOGIN", "password", "PW");
    assertThat(SecretKeys.read(folder, names, ConnectionSettings.defaults()).url())
        .isEqualTo("jdbc:postgresql://h/d");

    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(
            () -> SecretKeys.read(folder, keys("host", "NO_SUCH"), ConnectionSettings.defaults()))
        .withMessageContaining("NO_SUCH")
        .withMessageContaining("DB, LOGIN, MY_HOST, PW")
        .satisfies(e -> assertThat(e.message()).doesNotContain("secret-value"));
  }

  @Test
  void aCertificateAuthorityIsCheckedAgainst() {
    var settings =
        read(
            "tls", keys("host", "h", "dbname", "d", "user", "u", "password", "p", "ca.crt", "PEM"));
    assertThat(settings.tls().effectiveMode()).contains(Tls.Mode.VERIFY_FULL);
    assertThat(settings.tls().authority()).contains(folder.resolve("tls/ca.crt"));
  }

  private AthanorException refused(String name, Map<String, String> keys) {
    var error = catchThrowableOfType(AthanorException.class, () -> read(name, keys));
    assertThat(error).isNotNull();
    assertThat(error.message()).doesNotContain("s3cret");
    return error;
  }

  @Test
  void aValueThatIsEmptyIsSaidToBe() {
    var error = refused("empty", keys("host", "h", "dbname", "d", "user", "u", "password", " \n"));
    assertThat(error.reason()).isEqualTo(Reason.MISSING_SECRET_KEY);
    assertThat(error.message()).contains("lacks password", "password (is empty)");
  }

  @Test
  void twoKeysThatDisagreeAreNamed() {
    var error =
        refused(
            "twice",
            keys("host", "h", "dbname", "d", "user", "u", "username", "v", "password", "s3cret"));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_SECRET);
    assertThat(error.message()).contains("username and user", "--database-key username=KEY");
  }

  @Test
  void aPortThatIsNoneIsNamed() {
    var error =
        refused(
            "port",
            keys("host", "h", "port", "s3cret", "dbname", "d", "user", "u", "password", "p"));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_SECRET);
    assertThat(error.message()).contains("no port number in port");
  }

  @Test
  void aUriThatCannotBeReadIsNamedByItsKey() {
    var error = refused("uri-bad", keys("uri", "postgresql://u:s3cret?x@h/d"));
    assertThat(error.reason()).isEqualTo(Reason.INVALID_SECRET);
    assertThat(error.message()).contains("key uri:", "percent-encode");
  }

  @Test
  void whatBeginsLikeJsonAndIsNoneIsSaid() {
    assertThat(refused("json", keys("credentials", "{\"password\":\"s3cret")).message())
        .contains("credentials (begins like JSON and is none)");
  }

  @Test
  void blanksAroundHostAndPortDoNoHarmAndThoseOfAPasswordCount() {
    var settings =
        read(
            "blanks",
            keys(
                "host",
                " h \n",
                "port",
                "1\n",
                "dbname",
                "d\n",
                "user",
                "u\n",
                "password",
                " p \n"));
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://h:1/d");
    assertThat(settings.password()).contains(new Secret(" p "));
  }

  @Test
  void aKeyStoreBesideTheKeysIsNoObstacle() throws IOException {
    var mounted = mount(folder, keys("host", "h", "dbname", "d", "user", "u", "password", "p"));
    Files.write(mounted.resolve("keystore.p12"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(SecretKeys.read(mounted, Map.of(), ConnectionSettings.defaults()).username())
        .contains("u");
  }

  @Test
  void theSuperusersSecretOfCloudNativePgNamesNoDatabase() {
    var error =
        refused(
            "superuser",
            keys(
                "username",
                "postgres",
                "password",
                "s3cret",
                "host",
                "h",
                "dbname",
                "*",
                "uri",
                "postgresql://postgres:s3cret@h:5432/*"));
    assertThat(error.reason()).isEqualTo(Reason.MISSING_SECRET_KEY);
    assertThat(error.message()).contains("dbname");
  }

  @Test
  void whatWasSaidOfTlsCountsMoreThanTheSecret() {
    mount(folder, keys("user", "u", "password", "p", "ca.crt", "PEM"));
    var settings =
        SecretKeys.read(
            folder, Map.of(), ConnectionSettings.of("postgresql://h/d?sslmode=require"));
    assertThat(settings.tls().effectiveMode()).contains(Tls.Mode.REQUIRE);
  }
}
