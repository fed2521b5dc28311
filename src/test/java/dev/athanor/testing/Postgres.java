package dev.athanor.testing;

import static java.util.Locale.ROOT;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests: one server for each JVM, a database of its own for each test. The
 * system property {@code athanor.postgres} names a folder with another version's archive.
 */
public final class Postgres implements TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String BINARIES = System.getProperty("athanor.postgres", "");

  private final String url;

  private Postgres(String url) {
    this.url = url;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return server().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** For a test that needs a server of its own; the data folder goes with the JVM. */
  public static EmbeddedPostgres.Builder server() {
    // durability is not what is tested
    var builder =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "100");
    return BINARIES.isEmpty() ? builder : builder.setPgBinaryResolver(Postgres::archive);
  }

  private static InputStream archive(String system, String machine) {
    try {
      return Files.newInputStream(
          Path.of(BINARIES, "postgres-%s-%s.txz".formatted(system.toLowerCase(ROOT), machine)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty database. */
  public static Postgres freshDatabase() {
    return freshDatabase(Server.INSTANCE);
  }

  /** An empty database on a server of the test's own. */
  public static Postgres freshDatabase(EmbeddedPostgres server) {
    var name = "test_" + COUNT.incrementAndGet();
    try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Postgres(server.getJdbcUrl("postgres", name));
  }

  /** A role that must give this password; everybody else is trusted. */
  public void roleWithPassword(String role, String password) {
    execute(
        "CREATE ROLE \"" + role + "\" LOGIN PASSWORD '" + password.replace("'", "''") + "'",
        "GRANT ALL ON SCHEMA public TO \"" + role + "\"");
    try {
      var hba = Path.of(query("SHOW hba_file").getFirst());
      var rules = Files.readString(hba);
      Files.writeString(hba, "host all " + role + " all scram-sha-256\n" + rules);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("SELECT pg_reload_conf()");
  }

  /** The server's port on localhost. */
  public static int port() {
    return Server.INSTANCE.getPort();
  }

  /** The same, of the server that has this database. */
  public int serverPort() {
    return Integer.parseInt(url.replaceAll(".*://[^:]*:(\\d+)/.*", "$1"));
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String name() {
    return url.replaceAll(".*/|\\?.*", "");
  }

  @Override
  public List<String> tables() {
    return query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND"
            + " table_name NOT LIKE 'athanor\\_%' ORDER BY 1");
  }
}
