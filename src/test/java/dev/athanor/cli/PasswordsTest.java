package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class PasswordsTest {
  private static final Map<String, String> PASSWORDS =
      Map.of(
          "blanks around", "  inner blank  ",
          "urls", "a/b?c#d@e:f&g=h%41+i[j]{k}",
          "quotes", "a'b\"c`d\\e$f${g}|h;i<j>",
          "not ASCII", "pässwörd-密码-пароль-🔑",
          "a thousand", "x%y".repeat(333) + "z");

  @TempDir private Path folder;

  private static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @TestFactory
  Stream<DynamicTest> everyPasswordComesThroughEveryWay() {
    var postgres = Postgres.freshDatabase();
    PASSWORDS.forEach((name, password) -> postgres.roleWithPassword(role(name), password));
    var place = "localhost:" + Postgres.port() + "/" + postgres.name();
    var ways =
        Map.<String, BiFunction<String, String, Cli.Result>>of(
            "variable",
            (role, password) ->
                cli(role + 1)
                    .with("ATHANOR_PASSWORD", password)
                    .run("current", "--url", "jdbc:postgresql://" + place, "--username", role),
            "file",
            (role, password) ->
                cli(role + 2)
                    .file("token", password + "\n")
                    .run(
                        "current",
                        "--url",
                        "jdbc:postgresql://" + place,
                        "--username",
                        role,
                        "--password-file",
                        "token"),
            "folder of keys",
            (role, password) ->
                cli(role + 3)
                    .file("db/username", role)
                    .file("db/password", password)
                    .run("current", "--url", "jdbc:postgresql://" + place, "--database-dir", "db"),
            "URI",
            (role, password) ->
                cli(role + 4)
                    .with(
                        "ATHANOR_URL",
                        "postgresql://%s:%s@%s".formatted(role, percent(password), place))
                    .run("current"),
            "JDBC URL",
            (role, password) ->
                cli(role + 5)
                    .with(
                        "ATHANOR_URL",
                        "jdbc:postgresql://%s?user=%s&password=%s"
                            .formatted(
                                place, role, URLEncoder.encode(password, StandardCharsets.UTF_8)))
                    .run("current"),
            "jdbc-uri in the folder",
            (role, password) ->
                cli(role + 6)
                    .file(
                        "db/jdbc-uri",
                        "jdbc:postgresql://%s?user=%s&password=%s"
                            .formatted(
                                place, role, URLEncoder.encode(password, StandardCharsets.UTF_8)))
                    .run("current", "--database-dir", "db"));
    return PASSWORDS.entrySet().stream()
        .flatMap(
            each ->
                ways.entrySet().stream()
                    .map(
                        way ->
                            DynamicTest.dynamicTest(
                                each.getKey() + ", by " + way.getKey(),
                                () -> {
                                  var result =
                                      way.getValue().apply(role(each.getKey()), each.getValue());
                                  assertThat(result.exitCode()).as(result.err()).isZero();
                                })));
  }

  private static String role(String name) {
    return "pw_" + name.replaceAll("\\W", "").toLowerCase(java.util.Locale.ROOT);
  }

  private Cli cli(String name) {
    return new Cli(folder.resolve(name)).file("revisions/.keep", "");
  }

  @Test
  void theCommandLineTakesNone() {
    var athanor = cli("line");
    for (var url :
        new String[] {
          "postgresql://u:s3cret@h/d",
          "jdbc:postgresql://h/d?user=u&password=s3cret",
          "jdbc:postgresql://h/d?sslpassword=s3cret"
        }) {
      var refused = athanor.run("current", "--url", url);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("ATHANOR_PASSWORD").doesNotContain("s3cret");
    }
    var property =
        athanor.run(
            "current", "--url", "jdbc:postgresql://h/d", "--property", "sslpassword=s3cret");
    assertThat(property.exitCode()).isEqualTo(2);
    assertThat(property.err()).doesNotContain("s3cret");
  }

  @Test
  void neitherDoesTheConfigurationFile() {
    for (var line :
        new String[] {
          "password: s3cret",
          "url: postgresql://u:s3cret@h/d",
          "property: {trustStorePassword: s3cret}"
        }) {
      var refused =
          new Cli(folder.resolve("yaml")).file("athanor.yaml", line + "\n").run("current");
      assertThat(refused.exitCode()).as(line).isEqualTo(17);
      assertThat(refused.err()).contains("athanor.yaml", "no secret belongs there");
      assertThat(refused.err()).doesNotContain("s3cret");
    }
  }
}
