package dev.athanor.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Between a client and MariaDB: greets as a proxy does, with a connection id of its own. */
public final class ForgedThreadId implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;

  /** In front of the server on that port of localhost. */
  public ForgedThreadId(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Its own port on localhost. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        greet(server.getInputStream(), client.getOutputStream());
        pump(client, server);
        pump(server, client);
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** The greeting: four bytes of header, the protocol, the version up to a zero, then the id. */
  private static void greet(InputStream server, OutputStream client) throws IOException {
    var header = server.readNBytes(4);
    var body = server.readNBytes((header[0] & 0xff) + 256 * (header[1] & 0xff));
    int id = 1;
    while (body[id] != 0) {
      id++;
    }
    body[id + 1] ^= 0x55;
    client.write(header);
    client.write(body);
  }

  private static void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (from;
                  to) {
                from.getInputStream().transferTo(to.getOutputStream());
              } catch (IOException closed) {
                // one of them has gone, and so does the other
              }
            });
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
