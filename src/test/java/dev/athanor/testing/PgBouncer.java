package dev.athanor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real PgBouncer, where the machine has one. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final int port;

  private PgBouncer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where it is installed, if it is: on the path, or where Debian puts it. */
  public static Optional<Path> installed() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(":", -1)), Stream.of("/usr/sbin", "/sbin"))
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it in front of a server.
   *
   * @param mode {@code session} or {@code transaction}
   * @param more further lines of its settings
   */
  public static PgBouncer start(Postgres postgres, Path folder, String mode, String... more) {
    try {
      int port = freePort();
      var lines = new ArrayList<String>();
      lines.add("[databases]");
      lines.add("* = host=127.0.0.1 port=" + postgres.serverPort() + " user=postgres");
      lines.add("[pgbouncer]");
      lines.add("listen_addr = 127.0.0.1");
      lines.add("listen_port = " + port);
      lines.add("unix_socket_dir =");
      lines.add("auth_type = any");
      lines.add("pool_mode = " + mode);
      lines.addAll(List.of(more));
      var settings = Files.write(folder.resolve("pgbouncer.ini"), lines);
      var command = new ArrayList<String>();
      if ("root".equals(System.getProperty("user.name"))) {
        // it refuses to run as root; the test's own PostgreSQL is started in the same way
        command.addAll(List.of("unshare", "-U"));
      }
      command.addAll(List.of(installed().orElseThrow().toString(), settings.toString()));
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("pgbouncer.log").toFile())
              .start();
      Awaitility.await().until(() -> answers(port));
      return new PgBouncer(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The database's URL by way of it. */
  public String url(Postgres postgres) {
    return postgres.url().replace("localhost:" + postgres.serverPort(), "127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
