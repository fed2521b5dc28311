package dev.athanor.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for tests: one server for each JVM, a database of its own for each test. */
public final class Postgres implements TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String url;

  private Postgres(String url) {
    this.url = url;
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        // the data folder goes with the JVM; durability is not what is tested
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "100")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** An empty database. */
  public static Postgres freshDatabase() {
    var name = "test_" + COUNT.incrementAndGet();
    try (var connection = DriverManager.getConnection(adminUrl("postgres"));
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Postgres(adminUrl(name));
  }

  private static String adminUrl(String database) {
    return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=postgres";
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
