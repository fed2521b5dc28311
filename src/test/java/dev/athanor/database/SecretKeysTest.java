package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SecretKeysTest {
  /** Every printable character of ASCII, the blank last but one, and some that are not ASCII. */
  private static final String PASSWORD = printable() + " é✓";

  @TempDir private Path folder;

  private static String printable() {
    var text = new StringBuilder();
    for (char c = '!'; c <= '~'; c++) {
      text.append(c);
    }
    return text.toString();
  }

  private static Path mount(Path folder, Map<String, String> keys) {
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

  private static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> keys(String... pairs) {
    var keys = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      keys.put(pairs[i], pairs[i + 1]);
    }
    return keys;
  }

  /** The keys that each producer writes, for a database on this server. */
  private static Map<String, Map<String, String>> layouts(
      String host, String port, String db, String user, String password) {
    var encoded = percent(password);
    var uri = "postgresql://%s:%s@%s:%s/%s".formatted(user, encoded, host, port, db);
    var form = URLEncoder.encode(password, StandardCharsets.UTF_8);
    var jdbc =
        "jdbc:postgresql://%s:%s/%s?password=%s&user=%s".formatted(host, port, db, form, user);
    var wrong = "postgresql://nobody:nothing@pooler.invalid:6432/none";
    return Map.of(
        "CloudNativePG",
        keys(
            "username",
            user,
            "user",
            user,
            "password",
            password,
            "dbname",
            db,
            "host",
            host,
            "port",
            port,
            "pgpass",
            host + ":" + port + ":" + db + ":" + user + ":" + password,
            "uri",
            uri,
            "jdbc-uri",
            jdbc,
            "fqdn-uri",
            wrong,
            "fqdn-jdbc-uri",
            "jdbc:" + wrong),
        "Crunchy PGO",
        keys(
            "host",
            host,
            "port",
            port,
            "user",
            user,
            "password",
            password,
            "dbname",
            db,
            "uri",
            uri,
            "jdbc-uri",
            jdbc,
            "verifier",
            "SCRAM-SHA-256$x",
            "pgbouncer-host",
            "pooler.invalid",
            "pgbouncer-port",
            "6432",
            "pgbouncer-uri",
            wrong,
            "pgbouncer-jdbc-uri",
            "jdbc:" + wrong),
        "Service Binding",
        keys(
            "type",
            "postgresql",
            "provider",
            "acme",
            "host",
            host,
            "port",
            port,
            "database",
            db,
            "username",
            user,
            "password",
            password,
            "uri",
            uri),
        "External Secrets, RDS",
        keys(
            "engine",
            "postgres",
            "host",
            host,
            "username",
            user,
            "password",
            password,
            "dbname",
            db,
            "port",
            port),
        "only jdbc-uri",
        keys("jdbc-uri", jdbc),
        "only uri",
        keys("uri", uri),
        "trailing line ends",
        keys(
            "host",
            host + "\n",
            "port",
            port + "\n",
            "dbname",
            db + "\n",
            "username",
            user + "\n",
            "password",
            password + "\n"));
  }

  @TestFactory
  Stream<DynamicTest> everyLayoutConnectsWithAPasswordOfAllCharacters() {
    var postgres = Postgres.freshDatabase();
    postgres.roleWithPassword("layouts", PASSWORD);
    var layouts =
        layouts("localhost", String.valueOf(Postgres.port()), postgres.name(), "layouts", PASSWORD);
    return layouts.entrySet().stream()
        .map(
            layout ->
                DynamicTest.dynamicTest(
                    layout.getKey(),
                    () -> {
                      var mounted =
                          mount(
                              Files.createDirectories(
                                  folder.resolve(layout.getKey().replace(" ", ""))),
                              layout.getValue());
                      var settings =
                          SecretKeys.read(mounted, Map.of(), ConnectionSettings.defaults());
                      assertThat(settings.url()).doesNotContain("password", "@");
                      assertThat(settings.toString()).doesNotContain(PASSWORD);
                      try (var database = Database.open(settings)) {
                        assertThat(database.info().product()).isEqualTo("PostgreSQL");
                      }
                    }));
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
  void perconasMySqlIsRecognisedAndNotMistaken() {
    var settings =
        read(
            "percona",
            keys(
                "host",
                "m",
                "port",
                "3306",
                "user",
                "u",
                "password",
                "p",
                "uri",
                "mysql://u:p@m:3306/app",
                "proxy-host",
                "never.invalid"));
    assertThat(settings.url()).isEqualTo("jdbc:mysql://m:3306/app");
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
    assertThat(settings.properties())
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", folder.resolve("tls/ca.crt").toString());
  }
}
