package dev.athanor.database;

import static dev.athanor.database.SecretKeysTest.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.MariaDb;
import dev.athanor.testing.Postgres;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The keys that each producer writes, against servers that ask for the password. */
class SecretLayoutsTest {
  private static final String USER = "app";

  /** Every printable character of ASCII, a blank, and some that are not ASCII. */
  private static final String PASSWORD =
      IntStream.rangeClosed('!', '~')
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          + " é✓";

  /** Where the keys of a pooler lead. */
  private static final String NOWHERE = "pooler.invalid";

  @TempDir private Path folder;

  private static String percent(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String form(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private DynamicTest layout(
      String producer,
      Map<String, String> keys,
      String url,
      Map<String, String> names,
      String product) {
    return DynamicTest.dynamicTest(
        producer,
        () -> {
          var mounted =
              SecretKeysTest.mount(
                  Files.createDirectories(folder.resolve(producer.replaceAll("\\W", ""))), keys);
          var settings =
              SecretKeys.read(
                  mounted,
                  names,
                  url.isEmpty() ? ConnectionSettings.defaults() : ConnectionSettings.of(url));
          assertThat(settings.url()).doesNotContain("password", "@", NOWHERE);
          assertThat(settings.toString()).doesNotContain(PASSWORD);
          try (var database = Database.open(settings)) {
            assertThat(database.info().product()).isEqualTo(product);
          }
        });
  }

  private DynamicTest postgres(String producer, Map<String, String> keys) {
    return layout(producer, keys, "", Map.of(), "PostgreSQL");
  }

  @TestFactory
  Stream<DynamicTest> ofPostgreSqlConnects() {
    var postgres = Postgres.freshDatabase();
    postgres.roleWithPassword(USER, PASSWORD);
    var host = "localhost";
    var port = String.valueOf(Postgres.port());
    var db = postgres.name();
    var uri = "postgresql://%s:%s@%s:%s/%s".formatted(USER, percent(PASSWORD), host, port, db);
    var jdbc =
        "jdbc:postgresql://%s:%s/%s?password=%s&user=%s"
            .formatted(host, port, db, form(PASSWORD), USER);
    var wrong = "postgresql://nobody:nothing@" + NOWHERE + ":6432/none";
    var url = "jdbc:postgresql://" + host + ":" + port + "/" + db;
    return Stream.of(
        postgres(
            "CloudNativePG",
            keys(
                "username",
                USER,
                "user",
                USER,
                "password",
                PASSWORD,
                "dbname",
                db,
                "host",
                host,
                "port",
                port,
                "pgpass",
                host + ":" + port + ":" + db + ":" + USER + ":x",
                "uri",
                uri,
                "jdbc-uri",
                jdbc,
                "fqdn-uri",
                wrong,
                "fqdn-jdbc-uri",
                "jdbc:" + wrong)),
        postgres(
            "Crunchy PGO",
            keys(
                "host",
                host,
                "port",
                port,
                "user",
                USER,
                "password",
                PASSWORD,
                "dbname",
                db,
                "uri",
                uri,
                "jdbc-uri",
                jdbc,
                "verifier",
                "SCRAM-SHA-256$4096:x",
                "pgbouncer-host",
                NOWHERE,
                "pgbouncer-port",
                "6432",
                "pgbouncer-uri",
                wrong,
                "pgbouncer-jdbc-uri",
                "jdbc:" + wrong)),
        postgres(
            "Percona PG",
            keys(
                "host",
                host,
                "port",
                port,
                "user",
                USER,
                "password",
                PASSWORD,
                "dbname",
                db,
                "uri",
                uri,
                "jdbc-uri",
                jdbc,
                "pgbouncer-host",
                NOWHERE,
                "pgbouncer-port",
                "5432",
                "pgbouncer-uri",
                wrong,
                "pgbouncer-jdbc-uri",
                "jdbc:" + wrong,
                "verifier",
                "x")),
        layout(
            "Zalando", keys("username", USER, "password", PASSWORD), url, Map.of(), "PostgreSQL"),
        postgres(
            "Service Binding",
            keys(
                "type",
                "postgresql",
                "provider",
                "bitnami",
                "host",
                host,
                "port",
                port,
                "database",
                db,
                "username",
                USER,
                "password",
                PASSWORD,
                "uri",
                uri)),
        postgres(
            "AWS Secrets Manager, each its key",
            keys(
                "engine",
                "postgres",
                "host",
                host,
                "username",
                USER,
                "password",
                PASSWORD,
                "dbname",
                db,
                "port",
                port,
                "dbInstanceIdentifier",
                "orders")),
        postgres("AWS Secrets Manager, one document", keys("orders-db", json(host, port, db))),
        layout(
            "AWS, a managed password only",
            keys("secret", "{\"username\":\"app\",\"password\":" + quoted(PASSWORD) + "}"),
            url,
            Map.of(),
            "PostgreSQL"),
        layout(
            "Bitnami",
            keys("postgres-password", "admins", "password", PASSWORD, "replication-password", "x"),
            url + "?user=" + USER,
            Map.of(),
            "PostgreSQL"),
        postgres("DATABASE_URL", keys("DATABASE_URL", uri.replace("postgresql:", "postgres:"))),
        postgres(
            "libpq's variables",
            keys(
                "PGHOST",
                host,
                "PGPORT",
                port,
                "PGDATABASE",
                db,
                "PGUSER",
                USER,
                "PGPASSWORD",
                PASSWORD)),
        layout(
            "any other names",
            keys("H", host, "P", port, "D", db, "U", USER, "S", PASSWORD),
            "",
            keys("host", "H", "port", "P", "database", "D", "username", "U", "password", "S"),
            "PostgreSQL"),
        postgres("jdbc-uri only", keys("jdbc-uri", jdbc)),
        postgres("uri only, with a line end", keys("uri", uri + "\n")));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String json(String host, String port, String db) {
    return "{\"engine\":\"postgres\",\"host\":\"%s\",\"username\":\"%s\",\"password\":%s,\"dbname\":\"%s\",\"port\":%s}"
        .formatted(host, USER, quoted(PASSWORD), db, port);
  }

  private DynamicTest mariaDb(String producer, Map<String, String> keys) {
    return layout(producer, keys, "", Map.of(), "MariaDB");
  }

  @TestFactory
  Stream<DynamicTest> ofMariaDbAndMySqlConnects() {
    var maria = MariaDb.freshDatabase();
    maria.execute(
        "CREATE USER IF NOT EXISTS app@'%' IDENTIFIED BY '"
            + PASSWORD.replace("\\", "\\\\").replace("'", "''")
            + "'",
        "GRANT ALL ON " + maria.name() + ".* TO app@'%'");
    var host = "127.0.0.1";
    var port = String.valueOf(MariaDb.port());
    var db = maria.name();
    var uri = "mysql://%s:%s@%s:%s/%s".formatted(USER, percent(PASSWORD), host, port, db);
    var url = "jdbc:mysql://" + host + ":" + port + "/" + db;
    return Stream.of(
        mariaDb(
            "Percona MySQL",
            keys(
                "host",
                host,
                "port",
                port,
                "user",
                USER,
                "password",
                PASSWORD,
                "uri",
                uri,
                "proxy-host",
                NOWHERE,
                "proxy-port",
                "3306",
                "proxy-uri",
                "mysql://u:p@x/y")),
        layout(
            "Percona XtraDB Cluster",
            keys("root", "roots", USER, PASSWORD, "monitor", "m", "proxyadmin", "p"),
            url + "?user=" + USER,
            keys("password", USER),
            "MariaDB"),
        mariaDb(
            "MariaDB operator, dsn",
            keys(
                "dsn",
                "%s:%s@tcp(%s:%s)/%s?timeout=5s&parseTime=true"
                    .formatted(USER, PASSWORD, host, port, db))),
        mariaDb(
            "MariaDB operator, each its key",
            keys(
                "dsn",
                uri,
                "username",
                USER,
                "password",
                PASSWORD,
                "host",
                host,
                "port",
                port,
                "database",
                db)),
        layout(
            "Bitnami",
            keys(
                "mariadb-root-password",
                "roots",
                "mariadb-password",
                PASSWORD,
                "mariadb-replication-password",
                "r"),
            url + "?user=" + USER,
            Map.of(),
            "MariaDB"),
        mariaDb(
            "Service Binding",
            keys(
                "type",
                "mysql",
                "provider",
                "oracle",
                "host",
                host,
                "port",
                port,
                "database",
                db,
                "username",
                USER,
                "password",
                PASSWORD)),
        mariaDb(
            "AWS Secrets Manager",
            keys(
                "engine",
                "mariadb",
                "host",
                host,
                "username",
                USER,
                "password",
                PASSWORD,
                "dbname",
                db,
                "port",
                port)),
        mariaDb("DATABASE_URL", keys("DATABASE_URL", uri)));
  }

  @TestFactory
  Stream<DynamicTest> ofBitnamiTheAdministratorsKeyIsTheAdministrators() {
    return Map.of("postgres", "admins", "app", "apps").entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      var mounted =
                          SecretKeysTest.mount(
                              Files.createDirectories(folder.resolve(each.getKey())),
                              keys("postgres-password", "admins", "password", "apps"));
                      var url = "jdbc:postgresql://h/d?user=" + each.getKey();
                      assertThat(
                              SecretKeys.read(mounted, Map.of(), ConnectionSettings.of(url))
                                  .password())
                          .contains(new Secret(each.getValue()));
                    }));
  }
}
