package dev.athanor.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Answers the kubelet's probes: {@code /healthz} and {@code /readyz}. */
final class HealthServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  static HealthServer start(int port, BooleanSupplier healthy, BooleanSupplier ready) {
    try {
      var health = new HealthServer(HttpServer.create(new InetSocketAddress(port), 0));
      health.server.createContext("/healthz", exchange -> answer(exchange, healthy));
      health.server.createContext("/readyz", exchange -> answer(exchange, ready));
      health.server.setExecutor(health.threads);
      health.server.start();
      return health;
    } catch (IOException e) {
      throw new UncheckedIOException("the health port " + port + " cannot be opened", e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, BooleanSupplier good) throws IOException {
    try (exchange) {
      var yes = good.getAsBoolean();
      var body = (yes ? "ok\n" : "not ok\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(yes ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
