package dev.athanor.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Stands between a client and a server on localhost, and can do harm when the client says a certain
 * thing. The harm is done once; connections after it are left alone.
 */
public final class TcpProxy implements AutoCloseable {
  /** What is done to the connection that says it. */
  public enum Harm {
    /** Cut before the server hears it. */
    CUT_BEFORE,
    /** The server hears it, and the connection is cut while it works. */
    CUT_AFTER,
    /** The server hears it, and its answer is lost. */
    LOSE_ANSWER
  }

  /** When, what, and what else happens at that moment. */
  private record Trap(String words, int times, Harm harm, Runnable then) {
    Trap once() {
      return new Trap(words, times - 1, harm, then);
    }
  }

  private final int serverPort;
  private final ServerSocket listening;
  private Optional<Trap> trap = Optional.empty();

  private TcpProxy(int serverPort, ServerSocket listening) {
    this.serverPort = serverPort;
    this.listening = listening;
  }

  /** In front of that port. */
  public static TcpProxy to(int serverPort) {
    return to(serverPort, InetAddress.getLoopbackAddress());
  }

  /** In front of that port, at an address of its own. */
  public static TcpProxy to(int serverPort, InetAddress address) {
    try {
      var listening = new ServerSocket();
      listening.bind(new InetSocketAddress(address, 0));
      var proxy = new TcpProxy(serverPort, listening);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients connect to. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Does harm when a client says the words for that many times, counted from now. */
  public TcpProxy harm(String words, int times, Harm harm) {
    return harm(words, times, harm, () -> {});
  }

  /** The same, and does something else at that moment: before the server hears, or after. */
  public synchronized TcpProxy harm(String words, int times, Harm harm, Runnable then) {
    trap = Optional.of(new Trap(words, times, harm, then));
    return this;
  }

  /** Whether there is no harm left to do. */
  public synchronized boolean harmed() {
    return trap.isEmpty();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        var connection = new Connection(client, server);
        Thread.ofVirtual().start(connection::upstream);
        Thread.ofVirtual().start(connection::downstream);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private synchronized Optional<Trap> sprung(String said) {
    var set = trap;
    if (set.isEmpty() || !said.contains(set.get().words())) {
      return Optional.empty();
    }
    trap = set.map(Trap::once).filter(next -> next.times() > 0);
    return trap.isPresent() ? Optional.empty() : set;
  }

  /** One client's. */
  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean deaf;
    private volatile boolean answered;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void upstream() {
      pump(client, server, this::heard);
    }

    void downstream() {
      pump(
          server,
          client,
          said -> {
            answered |= deaf;
            return !deaf;
          });
    }

    /** Whether what the client says is passed on. */
    private boolean heard(String said) throws IOException {
      var sprung = sprung(said);
      if (sprung.isEmpty()) {
        return true;
      }
      if (sprung.get().harm() != Harm.CUT_BEFORE) {
        deaf = true;
        server.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
      }
      if (sprung.get().harm() == Harm.LOSE_ANSWER) {
        until(() -> answered);
      }
      sprung.get().then().run();
      close();
      return false;
    }

    private interface Filter {
      boolean passes(String bytes) throws IOException;
    }

    private void pump(Socket from, Socket to, Filter filter) {
      var buffer = new byte[1 << 16];
      try {
        for (int n = from.getInputStream().read(buffer);
            n >= 0;
            n = from.getInputStream().read(buffer)) {
          if (filter.passes(new String(buffer, 0, n, StandardCharsets.ISO_8859_1))) {
            to.getOutputStream().write(buffer, 0, n);
          }
        }
        close();
      } catch (IOException gone) {
        close();
      }
    }

    private void close() {
      for (var socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void until(BooleanSupplier condition) {
    org.awaitility.Awaitility.await()
        .pollInterval(java.time.Duration.ofMillis(1))
        .until(condition::getAsBoolean);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
