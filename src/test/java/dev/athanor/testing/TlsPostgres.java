package dev.athanor.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.awaitility.Awaitility;

/** A real PostgreSQL that offers TLS, with a certificate of the test's own authority. */
public final class TlsPostgres implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final Path folder;

  /**
   * Starts one.
   *
   * @param folder where its certificates go
   * @param clients the authority that signs client certificates
   * @param identity what the server shows
   */
  public TlsPostgres(Path folder, Certificates clients, Certificates.Signed identity) {
    this.folder = folder;
    Certificates.write(folder.resolve("clients.crt"), clients.pem());
    try {
      server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      execute("ALTER SYSTEM SET ssl_ca_file = '%s'".formatted(folder.resolve("clients.crt")));
      become("first", identity);
      allow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code bycert} logs in by certificate, {@code encrypted} by TLS only; the rest is trusted. */
  private void allow() throws IOException {
    execute("CREATE ROLE bycert LOGIN", "CREATE ROLE encrypted LOGIN PASSWORD 'secret'");
    var hba = Path.of(ask("SHOW hba_file"));
    Files.writeString(
        hba,
        """
        hostssl all bycert all cert
        host all bycert all reject
        hostssl all encrypted all scram-sha-256
        host all encrypted all reject
        """
            + Files.readString(hba));
    execute("SELECT pg_reload_conf()");
    Awaitility.await()
        .until(
            () ->
                ask("SELECT count(*) FROM pg_hba_file_rules WHERE 'bycert' = ANY(user_name)")
                    .equals("2"));
  }

  /** Shows another certificate from now on. */
  public void become(String name, Certificates.Signed identity) {
    Certificates.write(folder.resolve(name + ".crt"), identity.certificate());
    Certificates.write(folder.resolve(name + ".key"), identity.key());
    execute(
        "ALTER SYSTEM SET ssl_cert_file = '%s'".formatted(folder.resolve(name + ".crt")),
        "ALTER SYSTEM SET ssl_key_file = '%s'".formatted(folder.resolve(name + ".key")),
        "ALTER SYSTEM SET ssl = on",
        "SELECT pg_reload_conf()");
    // a new session has what the server will show the next one
    Awaitility.await().until(() -> ask("SHOW ssl_cert_file").endsWith(name + ".crt"));
  }

  /** The port on localhost. */
  public int port() {
    return server.getPort();
  }

  private String url() {
    return "jdbc:postgresql://localhost:" + port() + "/postgres?user=postgres&sslmode=disable";
  }

  private void execute(String... statements) {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String ask(String sql) {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
