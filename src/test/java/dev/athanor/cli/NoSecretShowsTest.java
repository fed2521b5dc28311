package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.athanor.testing.MariaDb;
import dev.athanor.testing.Postgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every kind of failure, and a success, with a known password and every logger at its loudest. */
class NoSecretShowsTest {
  private static final String SECRET = "Xq7vortex9Zm";

  @TempDir private Path folder;

  private final Postgres postgres = Postgres.freshDatabase();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ch.qos.logback.classic.Logger root = context.getLogger("ROOT");
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
  private final java.util.logging.Logger drivers = LogManager.getLogManager().getLogger("");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          log.writeBytes(new SimpleFormatter().format(entry).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    // what the servers are told while they are made ready is not ours
    MariaDb.port();
    postgres.roleWithPassword("noshow", SECRET);
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%level %logger %msg %mdc%n%ex{full}");
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(log);
    appender.start();
    context.getLoggerList().forEach(each -> each.detachAndStopAllAppenders());
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    drivers.setLevel(java.util.logging.Level.ALL);
    drivers.addHandler(handler);
  }

  @AfterEach
  void stopListening() throws Exception {
    drivers.removeHandler(handler);
    drivers.setLevel(java.util.logging.Level.INFO);
    context.reset();
    new ch.qos.logback.classic.util.ContextInitializer(context).autoConfig();
  }

  private Cli cli(String name, String... keys) {
    var cli = new Cli(folder.resolve(name.replaceAll("\\W", ""))).twoRevisions();
    for (int i = 0; i < keys.length; i += 2) {
      cli.file("db/" + keys[i], keys[i + 1]);
    }
    return cli;
  }

  @Test
  void wherever() throws IOException {
    var place = "localhost:" + Postgres.port() + "/" + postgres.name();
    var good = "postgresql://noshow:" + SECRET + "@" + place;
    var results = new LinkedHashMap<String, Cli.Result>();
    Map.of(
            "success", good,
            "wrong user", "postgresql://nobody_of_that_name:" + SECRET + "@" + place,
            "nobody listens", "postgresql://noshow:" + SECRET + "@localhost:1/d",
            "no such database", good + "_none",
            "unreadable", "postgresql://noshow:" + SECRET + "?@localhost/d",
            "unknown parameter", good + "?foo=" + SECRET,
            "no TLS there", good + "?sslmode=require&sslpassword=" + SECRET,
            "JDBC", "jdbc:postgresql://" + place + "?user=noshow&password=" + SECRET,
            "wrong port", "jdbc:postgresql://noshow:" + SECRET + "/d",
            "MariaDB", "mysql://noshow:" + SECRET + "@127.0.0.1:" + MariaDb.port() + "/d")
        .forEach(
            (name, url) ->
                results.put(
                    name,
                    cli(name).with("ATHANOR_URL", url).run("upgrade", "heads", "-o", "json")));
    results.put("on the command line", cli("line").run("current", "--url", good));
    results.put(
        "in the file", cli("file").file("athanor.yaml", "url: " + good + "\n").run("current"));
    results.put(
        "missing key",
        cli("missing", "password", SECRET, "uri", "nonsense" + SECRET)
            .run("current", "--database-dir", "db"));
    results.put(
        "bad port",
        cli("port", "host", "h", "port", SECRET, "dbname", "d", "user", "u", "password", SECRET)
            .run("current", "--database-dir", "db"));
    results.put(
        "broken JSON",
        cli("json", "all", "{\"password\": \"" + SECRET).run("current", "--database-dir", "db"));
    results.put(
        "no certificate",
        cli(
                "tls",
                "host",
                "localhost",
                "port",
                String.valueOf(Postgres.port()),
                "dbname",
                postgres.name(),
                "user",
                "noshow",
                "password",
                SECRET,
                "ca.crt",
                "none")
            .run("current", "--database-dir", "db"));
    results.put(
        "SQL fails",
        cli("sql")
            .file(
                "revisions/3.sql",
                "-- revision: cccc3\n-- down-revision: bbbb2\n\n-- upgrade\nSELECT nope;\n-- downgrade\nSELECT 1;\n")
            .with("ATHANOR_URL", good)
            .run("upgrade", "heads", "--result-file", "result.json"));

    var succeeded = new HashSet<String>();
    results.forEach(
        (name, result) -> {
          if (result.exitCode() == 0) {
            succeeded.add(name);
          }
        });
    assertThat(succeeded).containsExactlyInAnyOrder("success", "JDBC");
    results.forEach(
        (name, result) -> assertThat(result.out() + result.err()).as(name).doesNotContain(SECRET));
    assertThat(log.toString(StandardCharsets.UTF_8))
        .as("the loggers were heard")
        .contains("com.zaxxer.hikari", "org.postgresql")
        .doesNotContain(SECRET);
    assertThat(Files.readString(folder.resolve("sql/result.json"))).doesNotContain(SECRET);
    for (var table :
        postgres.query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'athanor%'")) {
      assertThat(postgres.query("SELECT t::text FROM " + table + " t"))
          .as(table)
          .noneMatch(row -> row.contains(SECRET));
    }
    assertThat(postgres.query("SELECT a::text FROM pg_stat_activity a"))
        .noneMatch(row -> row.contains(SECRET));
  }
}
